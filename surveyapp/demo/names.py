"""Given and family names of many origins, from which the sample society's members are put together by chance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that often go together, each list separated by commas, and the share of members who have such names."""

    share: float
    given: str
    family: str

    @property
    def given_names(self) -> list[str]:
        """The given names one by one."""
        return self.given.split(", ")

    @property
    def family_names(self) -> list[str]:
        """The family names one by one."""
        return self.family.split(", ")


ORIGINS: tuple[Origin, ...] = (
    Origin(
        0.26,
        "Adele, Barnaby, Camilla, Clement, Dorothea, Edwin, Felicity, Gideon, Harriet, Jasper, Leona, Lorna, Marcus, "
        "Meredith, Nathaniel, Ottilie, Prudence, Rosalind, Rufus, Tabitha, Theodore, Verity, Wesley, Winifred",
        "Ashdown, Birchwood, Calloway, Dunmore, Eastlake, Fairweather, Garside, Hollowell, Inglewood, Jessop, "
        "Kettering, Larkham, Merriweather, Netherby, Oakhurst, Pemberley, Quill, Ravenhill, Silverthorne, St. Clair, "
        "Thistlewood, Underhill, Vexley, Wetherby, Yarborough",
    ),
    Origin(
        0.14,
        "Abril, Beatriz, Elías, Eugenia, Íñigo, Joaquín, Leandro, Lucía, Maite, Rocío, Ulises, Ximena",
        "Alarcón, Benavides, Cifuentes, de la Rosa, Echeverría, Ibáñez, Montalvo, Nuñez, Olmedo, Quintana, Ursúa, "
        "Zaldívar",
    ),
    Origin(
        0.13,
        "Aditi, Anjali, Devika, Farhan, Harsha, Ishaan, Kavya, Meenakshi, Nikhil, Parveen, Rohan, Sunita",
        "Bhattacharya, Chaudhary, Deshmukh, Gunawardena, Iyer, Jayasinghe, Kulkarni, Mahmood, Narang, Sethi",
    ),
    Origin(
        0.09,
        "Bolin, Chen-Yu, Huilan, Jiahao, Lihua, Meilin, Ruoxi, Weidong, Xiuying, Yichen",
        "Cao, Feng, Hsieh, Liang, Ouyang, Qiu, Shao, Tseng, Xue, Zhuang",
    ),
    Origin(
        0.08,
        "Abena, Chidi, Femi, Kwabena, Makena, Nomvula, Obinna, Sefu, Temitope, Wanjiru, Zola",
        "Adeyemi, Boateng, Dlamini, Eze, Kamau, Mwangi, Ndlovu, Okonkwo, Sarpong, Tshabalala",
    ),
    Origin(
        0.06,
        "Annegret, Burkhard, Friederike, Götz, Jürgen, Liesel, Ottmar, Sieglinde, Ulrike",
        "Birkenfeld, Eichendorf, Groß, Hübner, Lindenau, Müller-Brandt, Pfeiffer, Rosenthal, Weißmann",
    ),
    Origin(
        0.06,
        "Aoife, Cormac, Declan, Eilís, Fionn, Gráinne, Niall, Orla, Tadhg",
        "Brannigan, Cullinane, Hanrahan, Lenihan, Mac an Bhaird, O'Dowd, O’Flynn, Scanlon",
    ),
    Origin(
        0.05,
        "Amira, Bassam, Dalia, Hadi, Layth, Nour, Rania, Tariq, Yasmin",
        "al-Khatib, Barakat, Darwish, Haddad, Jaziri, Mansour, Sabbagh, Zeidan",
    ),
    Origin(
        0.04,
        "Dae-Jung, Eun-Ji, Haneul, Ji-Won, Min-Seo, Seo-Yun, Tae-Yang, Yu-Na",
        "Bae, Cheong, Gwak, Hwang, Moon, Noh, Seong, Yoo",
    ),
    Origin(
        0.03,
        "Bảo, Diệu, Hạnh, Khánh, Lan, Phúc, Quỳnh, Tuấn",
        "Đặng, Huỳnh, Lương, Phan, Trịnh, Võ",
    ),
    Origin(
        0.03,
        "Bogdan, Danuta, Katarzyna, Ludmila, Miroslav, Radka, Svetlana, Zbigniew",
        "Dvořák, Jabłoński, Kovalenko, Nowicki, Petrović, Sokolova, Wójcik",
    ),
    Origin(
        0.03,
        "Astrid, Bjørn, Gunilla, Hákon, Ingrid, Sølvi, Torsten, Ylva",
        "Bergström, Dahlgren, Halvorsen, Kjærgaard, Lindqvist, Sørensen, Þórsson",
    ),
)
