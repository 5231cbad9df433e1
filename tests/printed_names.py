"""Names of facilities as the press prints them and what each means: asked in Python and in the browser."""

RESOLVED = {
    # Classes that have changed, and classes of which only half is said.
    "Rutan Kelas IIB Pekanbaru": "rutan-pekanbaru",
    "Rutan Klas II B Sialang Bungkuk": "rutan-pekanbaru",
    "Lapas Kelas II Cilegon": "lapas-cilegon",
    "Lapas Kelas I Tangerang, Banten": "lapas-tangerang-kelas-i",
    "Lapas Perempuan Kelas IIA Bengkulu": "lapas-perempuan-bengkulu",
    # A town or a province beside the name.
    "Lapas Kota Bekasi": "lapas-bekasi",
    "Lapas Kelas IIA Kota Bekasi": "lapas-bekasi",
    "Rutan Serang, Kota Serang, Banten": "rutan-serang",
    "Rutan Kelas IIB Rantau, Kabupaten Tapin": "rutan-rantau",
    "Rutan Rantau Kab. Tapin, Kalsel": "rutan-rantau",
    "Lapas Kelas IIB Wamena, Kabupaten Jayawijaya, Papua Pegunungan": "lapas-wamena",
    "Lapas Narkotika Kelas II A Sungguminasa Sulawesi Selatan": "lapas-narkotika-sungguminasa",
    "Lapas di Cilegon": "lapas-cilegon",
    "di Lapas Cilegon": "lapas-cilegon",
    "Lapas Kelas IIB Kota Agung": "lapas-kota-agung",
    "Lapas Kelas I Surabaya di Porong, Sidoarjo": "lapas-surabaya",
    # The office that it belongs to, before it or behind it, by any of its names.
    "Lapas Jember, Kanwil Kemenkumham Jawa Timur": "lapas-jember",
    "Lapas Kelas I Malang Kanwil Kementerian Hukum dan HAM Jatim": "lapas-malang",
    "Kanwil Kemenkumham Banten Lembaga Pemasyarakatan Kelas IIA Cilegon": "lapas-cilegon",
    # A nickname beside its own town, or in brackets.
    "Lapas Lowokwaru Malang": "lapas-malang",
    "Lapas Lowokwaru, Kota Malang": "lapas-malang",
    "Tanjung Gusta Medan": "lapas-medan",
    "Rutan Pakjo Palembang": "rutan-palembang",
    "Lapas Sukamiskin Bandung": "lapas-sukamiskin",
    "Lapas Banceuy": "lapas-banceuy-bandung",
    "Lapas Kelas IIB Kota Tebing Tinggi, Sumut": "lapas-tebing-tinggi-deli",
    "Rutan Siak": "rutan-siak-sri-indrapura",
    "Rutan Kelas I Jakarta Pusat (Salemba)": "rutan-jakarta-pusat",
    "Rutan Klas I Surabaya (Medaeng)": "rutan-surabaya",
    # Who speaks for it.
    "Kalapas Kelas IIA Cilegon": "lapas-cilegon",
    "Kalapas Narkotika Sungguminasa": "lapas-narkotika-sungguminasa",
    "Karutan Serang": "rutan-serang",
    "Kabapas Serang": "bapas-serang",
    "Kakanwil Ditjenpas Banten": "kanwil-banten",
    "Kepala Kantor Wilayah (Kakanwil) Ditjenpas Jabar": "kanwil-jawa-barat",
    "KPLP Lapas Cilegon": "lapas-cilegon",
    "Plt. Kepala Rutan Kelas IIB Serang": "rutan-serang",
    # Spellings.
    "Lembaga Pemasyarakatan ( LP ) Klas II-A Cilegon": "lapas-cilegon",
    "Lembaga Permasyarakatan Wanita Malang": "lapas-perempuan-malang",
    "Lapas Padangsidempuan": "lapas-padang-sidempuan",
    "RSU Pengayoman Jakarta": "rumah-sakit-rumah-sakit-umum-pengayoman-cipinang",
    "Lapas Martapura, Kalsel": "lapas-perempuan-martapura",
}
"""Each with the ID that it must mean."""

AMBIGUOUS = {
    "Lapas Kelas IIB Bengkulu": {"lapas-bengkulu", "lapas-perempuan-bengkulu", "rutan-bengkulu"},
    "Lapas Kelas III Ambon": {"lapas-ambon", "lapas-perempuan-ambon"},
    "Lapas Kelas IIA Cirebon": {"lapas-cirebon", "lapas-narkotika-cirebon"},
    "Lapas Kelas IIB Padang, Sumatera Barat": {"lapas-padang", "lapas-perempuan-padang", "rutan-padang"},
    "Lapas Kota Tangerang": {"lapas-tangerang-kelas-i", "lapas-tangerang-kelas-iia"},
    "Lapas Sungguminasa": {"lapas-narkotika-sungguminasa", "lapas-perempuan-sungguminasa"},
}
"""Each with the IDs between which it must leave the choice."""

UNKNOWN = {
    "Rutan Cilegon": "lapas-cilegon",
    "Penjara Cilegon": "lapas-cilegon",
    "Lapas Cilgon": "lapas-cilegon",
    "Rutn Serang": "rutan-serang",
    "Lapas Permpuan Malang": "lapas-perempuan-malang",
    "Rutan Serang, Jabar": "rutan-serang",
    "Lapas Gunung Sindur, Bogor": "lapas-khusus-gunung-sindur",
    "Lapas Antah, Sumatera Utara": "",
    "Lapas Kelas IIB Sukabumi, Kabupaten Sukabumi": "lapas-sukabumi",
    "Lapas Anak Tangerang": "lpka-tangerang",
    "Kanwil Banten": "kanwil-banten",
    "Kanwil Kemenkumham Jatim": "kanwil-jawa-timur",
    "Kakanwil Kementerian Hukum dan HAM Jawa Barat": "kanwil-jawa-barat",
    "Ditjenpas Sumatera Utara": "kanwil-sumatera-utara",
    "Lapas": "",
    "Rutan Kelas IIB": "",
    "Bapas NK": "",
    "Mako Brimob": "",
    "Rutan Mako Brimob": "",
    "Rutan KPK": "",
}
"""Each with the facility that must be the first hint; empty where no place is named, so that none is."""

SEVERAL = {
    "Lapas Cilegon dan Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon, Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon; Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon & Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon / Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon serta Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon -Lapas Serang": ("lapas-cilegon", "lapas-serang"),
    "Lapas Cilegon Rutan Serang": ("lapas-cilegon", "rutan-serang"),
    "Lapas Cilegon dan Serang": ("lapas-cilegon", "lapas-serang"),
    "Lapas dan Rutan Serang": ("lapas-serang", "rutan-serang"),
    "Lapas Kelas I dan Kelas IIA Tangerang": ("lapas-tangerang-kelas-i", "lapas-tangerang-kelas-iia"),
    "Lapas Cilegon, Banten dan Rutan Serang, Banten": ("lapas-cilegon", "rutan-serang"),
    "Kakanwil Ditjenpas Banten, Kalapas Cilegon, dan Karutan Serang": (
        *("kanwil-banten", "lapas-cilegon", "rutan-serang"),
    ),
    "Kanwil Ditjenpas Banten, Lapas Cilegon": ("kanwil-banten", "lapas-cilegon"),
    "Lapas Medan dan sekitarnya": (),
    "Polres Cilegon dan Lapas Cilegon": (),
    "Rutan Serang, Jabar": (),
}
"""Each with the IDs of the facilities that it names; none where a part names no facility."""
