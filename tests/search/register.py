"""Files of associations as the register and cities write them, for the tests that read them."""

from collections.abc import Mapping
from datetime import date

from bot.search.importing import read_associations
from bot.search.records import Association
from bot.search.rows import Reason, Refused

WALDEC = (
    "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;objet;"
    "objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;"
    "adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;"
    "adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;maj_time"
)
OLD_WALDEC = WALDEC.replace(";siteweb;", ";telephone;siteweb;email;")
IMPORT = (
    "id;id_ex;siret;gestion;date_creat;date_publi;nature;groupement;titre;objet;objet_social1;objet_social2;adr1;adr2;"
    "adr3;adrs_codepostal;libcom;adrs_codeinsee;dir_civilite;siteweb;observation;position;rup_mi;maj_time"
)
OLD_IMPORT = IMPORT.replace(";siteweb;", ";telephone;siteweb;email;")
CITY = "identifiant;nom;sigle;description;thème;quartier;adresse;ville;courriel;téléphone;mise à jour"

JUDO = {
    "id": "W251000001",
    "date_creat": "1998-02-03",
    "date_disso": "0001-01-01",
    "titre": "JUDO CLUB DES ÉPOISSES (J.C.E.)",
    "titre_court": "JCE",
    "objet": "L'enseignement du judo ; des stages",
    "objet_social1": "011140",
    "objet_social2": "000000",
    "adrs_complement": "Maison des associations",
    "adrs_numvoie": "12",
    "adrs_typevoie": "AV",
    "adrs_libvoie": "de Bourgogne",
    "adrs_distrib": "_",
    "adrs_codeinsee": "25056",
    "adrs_codepostal": "25000",
    "adrs_libcommune": "Besançon",
    "siteweb": "https://judo.example",
    "publiweb": "1",
    "position": "A",
    "maj_time": "2024-05-06 07:08:09",
}
JUDO_READ = Association(
    id="W251000001",
    name="JUDO CLUB DES ÉPOISSES (J.C.E.)",
    short_name="JCE",
    purpose="L'enseignement du judo ; des stages",
    category_codes=("011140",),
    place="Maison des associations",
    street="avenue de Bourgogne",
    city="Besançon",
    website="https://judo.example",
    updated_at=date(2024, 5, 6),
)
OLDER = {
    "id": "251P00012345",
    "date_publi": "0001-01-01",
    "titre": "LES PHOQUES DE BATTANT",
    "objet": "Apnée",
    "objet_social1": "011125",
    "objet_social2": "006070",
    "adr1": "10        BD  Brune",
    "adrs_codepostal": "25000",
    "libcom": "BESANCON",
    "adrs_codeinsee": "25056",
    "siteweb": "https://phoques.example",
    "position": "A",
    "maj_time": "2012-02-12 14:46:00",
}


def text(header: str, *records: Mapping[str, str], end: str = "\n", separator: str = ";") -> str:
    """Write a file as the register does: quotes only where they are needed, and doubled inside."""
    columns = header.split(";")

    def quoted(value: str) -> str:
        return '"' + value.replace('"', '""') + '"' if any(sign in value for sign in f'{separator}"\r\n') else value

    rows = [columns, *([record.get(column, "") for column in columns] for record in records)]
    return "".join(separator.join(map(quoted, row)) + end for row in rows)


def taken(data: bytes) -> list[Association]:
    """Give what was read of a file that has no fault."""
    read = list(read_associations(data))
    assert not [one for one in read if isinstance(one, Refused)]
    return [one for one in read if isinstance(one, Association)]


def both(data: bytes) -> tuple[list[str], list[tuple[int, Reason]]]:
    """Give the names that were taken, and the lines that were not."""
    read = list(read_associations(data))
    names = [one.name for one in read if isinstance(one, Association)]
    return names, [(one.line, one.reason) for one in read if isinstance(one, Refused)]
