"""Guess which field an unknown name means, such as `judul`, `headline` or `titel`."""

from collections.abc import Collection

from newsarchive.content.nearest import nearest

_MEANT = {
    "title": "judul kepala_berita headline heading name nama subject",
    "description": "deskripsi keterangan ringkasan summary uraian",
    "date": "tanggal tgl hari waktu time day tanggal_peristiwa datum pubdate created",
    "facility": "fasilitas unit upt lapas rutan lpka bapas tempat lokasi place location prison venue",
    "region": "wilayah provinsi propinsi daerah province state regions",
    "event_type": "jenis kategori peristiwa jenis_peristiwa jenis_acara acara tipe type event events"
    " category categories tag tags label labels topik topic kata_kunci keywords",
    "summary": "ringkasan rangkuman ikhtisar lead teras abstrak abstract excerpt description deskripsi intro",
    "source": "sumber sumber_berita sources asal referensi reference",
    "people": "orang tokoh narasumber nama_orang pejabat persons person pihak peserta",
    "image": "gambar foto picture photo cover thumbnail img ilustrasi images",
    "status": "keadaan state draft draf published terbit",
    "added": "ditambahkan masuk dimuat tanggal_ditambahkan tanggal_masuk tanggal_muat terbit_di_arsip",
    "reviewed": "ditinjau diperiksa dibaca_ulang pembaca_kedua peninjau pemeriksa review reviewer",
    "corrections": "koreksi ralat perbaikan correction pembetulan hak_jawab",
    "withdrawn": "ditarik penarikan withdrawal pencabutan",
    "date_note": "catatan_tanggal catatan keterangan_tanggal datenote note",
    "aliases": "alias alamat_lama url_lama redirect redirect_from nama_lama",
    "story": "cerita rangkaian seri series topik_bersama",
    "publisher": "penerbit media koran situs humas outlet publication nama_media surat_kabar",
    "url": "alamat tautan link laman website href alamat_web",
    "published": "terbit tanggal_terbit diterbitkan dimuat tanggal date tgl",
    "author": "penulis pengarang wartawan jurnalis oleh byline writer reporter",
    "retrieved": "diambil diakses tanggal_akses accessed dibaca",
    "archived": "arsip archive arsip_web",
    "kind": "jenis tipe type macam",
    "independent": "mandiri independen berdiri_sendiri sumber_mandiri",
    "name": "nama nama_lengkap",
    "role": "jabatan peran posisi position title job pangkat",
    "file": "berkas nama_berkas gambar foto src path filename",
    "alt": "keterangan teks_alternatif deskripsi caption description",
    "credit": "kredit fotografer foto_oleh hak_cipta photographer copyright",
    "requested": "diminta permintaan tanggal_permintaan diajukan asked",
    "by": "oleh nama pemeriksa peninjau pembaca name reviewer",
    "note": "catatan keterangan isi penjelasan text",
    "reason": "alasan sebab",
}
"""Other names that people write for each field, in lower case with `_` between words."""


def nearest_field(name: str, known: Collection[str]) -> str:
    """The known field that a name means: by synonym, else by similar spelling; empty if there is none."""
    plain = "_".join(name.strip().lower().replace("-", " ").split())
    for field in known:
        if plain == field or plain in _MEANT.get(field, "").split():
            return field
    return "".join(nearest(plain, known, limit=1, least=0.7))
