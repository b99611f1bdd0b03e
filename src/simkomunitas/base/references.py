"""The literature the model rests on; everything that has a source names one of these."""

from typing import NamedTuple


class Source(NamedTuple):
    """A published source, or an assumption said openly; ``finding`` is what the model takes from it."""

    author: str
    year: int
    title: str
    link: str
    finding: str

    def __str__(self) -> str:
        return f"{self.author} ({self.year})" if self.year else self.author


ASSUMED = Source("assumed", 0, "No measurement is known; the range is to be explored.", "", "")

ALATAS_2016 = Source(
    "Alatas et al.", 2016, "Network structure and the aggregation of information: theory and evidence from Indonesia",
    "https://cran.r-project.org/package=fbr2020", "633 hamlets: median 48 households, clustering 0.73, distance 2.0",
)  # fmt: skip
ANDREOZZI_2020 = Source(
    "Andreozzi, Ploner and Saral", 2020, "The stability of conditional cooperation",
    "https://doi.org/10.1038/s41598-020-70681-z",
    "per round 0.137 of conditional cooperators turn selfish and 0.109 turn back",
)  # fmt: skip
ARMITAGE_2001 = Source(
    "Armitage and Conner", 2001, "Efficacy of the theory of planned behaviour",
    "https://fdocuments.in/document/armitage-efficacy-of-the-theory-of-planned-behavior.html",
    "intentions explain 27 % of behaviour; the social norm is the weakest part",
)  # fmt: skip
BALAND_2007 = Source(
    "Baland, Somanathan and Vandewalle", 2007, "Microfinance lifespans: attrition and exclusion in self-help groups",
    "https://dokumen.tips/documents/micro-finance-lifespans-a-study-of-attrition-and-demoncaerorgdownloadsipf2007jean-rohini-lorepdf.html",
    "10 % of self-help groups inactive after up to eight years; 20 % of members left",
)  # fmt: skip
BALLIET_2010 = Source(
    "Balliet", 2010, "Communication and cooperation in social dilemmas: a meta-analytic review",
    "https://ideas.repec.org/a/sae/jocore/v54y2010i1p39-57.html",
    "talking raises cooperation by d = 1.21 face to face and 0.46 in writing",
)  # fmt: skip
BANDURA_1997 = Source(
    "Bandura", 1997, "Self-efficacy: the exercise of control", "https://www.worldcat.org/isbn/9780716728504",
    "mastery builds belief in oneself, watching peers builds less",
)  # fmt: skip
BANERJEE_2010 = Source(
    "Banerjee et al.", 2010, "Pitfalls of participatory programs", "http://econpapers.repec.org/RePEc:nbr:nberwo:14311",
    "information alone did not move participation; a concrete task did",
)  # fmt: skip
BANERJEE_2013 = Source(
    "Banerjee, Chandrasekhar, Duflo and Jackson", 2013, "The diffusion of microfinance",
    "http://www.nber.org/papers/w17743",
    "participants pass news on seven times as often; others carry a third of it; no endorsement effect",
)  # fmt: skip
BANERJEE_2015 = Source(
    "Banerjee, Karlan and Zinman", 2015, "Six randomized evaluations of microcredit",
    "https://docslib.org/doc/3881519/", "income effects modestly positive, not transformative",
)  # fmt: skip
BEARD_2007 = Source(
    "Beard", 2007, "Household contributions to community development in Indonesia",
    "https://tr.scribd.com/document/283003953/jurnal", "poorer and less connected households give less time and money",
)  # fmt: skip
BICCHIERI_2006 = Source(
    "Bicchieri", 2006, "The grammar of society", "https://www.worldcat.org/isbn/9780521574907",
    "a norm weakens when people see it kept less",
)  # fmt: skip
BRODY_2015 = Source(
    "Brody et al.", 2015, "Economic self-help group programs for improving women's empowerment",
    "https://fdocuments.us/document/programs-for-improving-womens-3ieimpact-2016-06-09programs-for-improving.html",
    "membership raises women's economic, social and political voice",
)  # fmt: skip
CASEY_2012 = Source(
    "Casey, Glennerster and Miguel", 2012, "Reshaping institutions", "https://docslib.org/doc/11619988/",
    "taking part in a programme left no mark on collective action elsewhere",
)  # fmt: skip
CASEY_2023 = Source(
    "Casey, Glennerster, Miguel and Voors", 2023, "Long-run effects of aid: forecasts and evidence from Sierra Leone",
    "https://research.wur.nl/en/publications/long-run-effects-of-aid-forecasts-and-evidence-from-sierra-leone",
    "eleven years on, large gains in public goods and modest ones in institutions",
)  # fmt: skip
CASEY_2018 = Source(
    "Casey, Glennerster, Miguel and Voors", 2018, "Skill versus voice in local development",
    "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3250539", "skilled managers raised project quality by 1 SD",
)  # fmt: skip
CHICAGO_2019 = Source(
    "Chicago R User Group", 2019, "Attendance of the meetings of a user group, 2010 to 2019 (raw data)",
    "https://github.com/chicago-r-user-group/RUGtools",
    "half of the members never came, 52.6 % of the others once; the top fifth have 75.8 % of attendances",
)  # fmt: skip
CIALDINI_1990 = Source(
    "Cialdini, Reno and Kallgren", 1990, "A focus theory of normative conduct",
    "https://doi.org/10.1037/0022-3514.58.6.1015", "people do what they see others do",
)  # fmt: skip
CNCS_2009 = Source(
    "Corporation for National and Community Service", 2009, "Volunteering in America",
    "http://www.servicelearning.org/library/resource/8793", "35.5 % of volunteers quit within a year",
)  # fmt: skip
DANIEL_2023 = Source(
    "Daniel et al.", 2023, "Lessons learned from the PAMSIMAS water and sanitation programme",
    "https://rwsn.blog/2023/01/19/lessons-learned-from-the-analysis-of-community-based-rural-water-supply-and-sanitation-program-pamsimas-in-indonesia/",
    "99 % of household connections work against 69 % of communal taps",
)  # fmt: skip
DECI_1999 = Source(
    "Deci, Koestner and Ryan", 1999, "Effects of extrinsic rewards on intrinsic motivation",
    "https://doi.org/10.1037/0033-2909.125.6.627", "expected rewards lower free-choice motivation by d = 0.28 to 0.40",
)  # fmt: skip
DHARMAWAN_2018 = Source(
    "Dharmawan, Pattinasarany and Hoo", 2018, "Participation, transparency and accountability in village law",
    "https://batukarinfo.com/referensi/participation-transparency-and-accountability-village-law-implementation-baseline-findings",
    "over half of those invited stay away; village meetings are for men and elites, hamlet meetings less so",
)  # fmt: skip
DROUVELIS_2024 = Source(
    "Drouvelis, Ioannidis and Kallbekken", 2024, "Public goods contributions outside the student pool (raw data)",
    "https://osf.io", "own contribution rises by 0.85 for each unit believed of others",
)  # fmt: skip
EICHENSEER_2023 = Source(
    "Eichenseer", 2023, "Leading-by-example in public goods experiments", "https://x-mol.com/paper/1653538792061808640",
    "followers give 79 % of what the leader gives",
)  # fmt: skip
FINKEL_2002 = Source(
    "Finkel", 2002, "Civic education and the mobilization of political participation",
    "https://pdfslide.us/documents/new-civic-education-and-the-mobilization-of-political-participation-in-finkeldownloadcivic.html",
    "works with dose, participatory method and prior resources",
)  # fmt: skip
FISCHBACHER_2001 = Source(
    "Fischbacher, Gächter and Fehr", 2001, "Are people conditionally cooperative?",
    "https://study.space/p/Are_People_Conditionally_Cooperative%3F_Evidence_from_a_Public_Goods_Experiment",
    "half conditional cooperators, a third free riders, 14 % hump-shaped",
)  # fmt: skip
FISCHBACHER_2010 = Source(
    "Fischbacher and Gächter", 2010, "Social preferences, beliefs, and the dynamics of free riding",
    "https://9dok.net/document/zwv8eoo7-social-preferences-beliefs-dynamics-riding-public-goods-experiments.html",
    "beliefs follow what others gave; imperfect matching makes giving decay",
)  # fmt: skip
FREIRE_2009 = Source(
    "Freire, Henderson and Kuncoro", 2009, "Aid and village public goods after the tsunami",
    "https://fdokumen.com/documents/aid-and-village-public-goods-after-the-tsunami1.html",
    "more aid projects, less volunteer labour",
)  # fmt: skip
GAVENTA_2010 = Source(
    "Gaventa and Barrett", 2010, "So what difference does it make? Mapping the outcomes of citizen engagement",
    "http://www.gsdrc.org/document-library/so-what-difference-does-it-make-mapping-the-outcomes-of-citizen-engagement/",
    "a quarter of 800 outcomes of engagement were negative",
)  # fmt: skip
GROOTAERT_1999 = Source(
    "Grootaert", 1999, "Social capital, household welfare and poverty in Indonesia",
    "http://documents.worldbank.org/curated/en/738431468751146917/text/multi-page.txt",
    "five memberships a household; one more is worth 1.5 % of spending",
)  # fmt: skip
HUMPHREYS_2014 = Source(
    "Humphreys, Sánchez de la Sierra and van der Windt", 2014, "Local accountability in Congo",
    "http://egap.org/content/brief-02-local-accountability-congo",
    "a well-run programme in 1250 villages left no trace on accountability",
)  # fmt: skip
KIM_2015 = Source(
    "Kim et al.", 2015, "Social network targeting to maximise population behaviour change",
    "https://www.thelancet.com/pdfs/journals/lancet/PIIS0140-6736(15)60095-2.pdf",
    "nominated friends spread a practice better than random seeds; the most named do not",
)  # fmt: skip
LABONNE_2008 = Source(
    "Labonne and Chase", 2008, "Do community-driven development projects enhance social capital?",
    "https://openknowledge.worldbank.org/entities/publication/e0ba92a8-d8ba-535e-ba6f-1c634f810400",
    "assembly attendance and trust rise while informal collective action falls",
)  # fmt: skip
LALLY_2010 = Source(
    "Lally et al.", 2010, "How are habits formed", "https://studylib.net/doc/8103714/",
    "a repetition closes 4.4 % of the gap to full habit; one miss does not matter",
)  # fmt: skip
LUDWICK_2013 = Source(
    "Ludwick et al.", 2013, "Poor retention does not have to be the rule: retention of volunteer health workers",
    "https://pmc.ncbi.nlm.nih.gov/articles/PMC4011172",
    "of 404 volunteers chosen by their communities and steadily supported 96 % stayed a year and 86 % five",
)  # fmt: skip
MANSURI_2013 = Source(
    "Mansuri and Rao", 2013, "Localizing development: does participation work?",
    "http://documents.worldbank.org/curated/en/399341468761669595/text/wps3209community.txt",
    "projects are dominated by elites, more so where inequality is high",
)  # fmt: skip
MCCARTHY_1977 = Source(
    "McCarthy and Zald", 1977, "Resource mobilization and social movements", "https://doi.org/10.1086/226464",
    "movements need money, skilled time and coordination together",
)  # fmt: skip
NGUGI_2018 = Source(
    "Ngugi et al.", 2018, "Attrition of community health volunteers", "https://gh.bmj.com/content/3/4/e000750",
    "odds of leaving 4.0 without refresher training and 2.0 without feedback",
)  # fmt: skip
OLKEN_2007 = Source(
    "Olken", 2007, "Monitoring corruption: evidence from a field experiment in Indonesia",
    "http://www.nber.org/papers/w11753.bib", "certain audits cut missing spending by 8 points",
)  # fmt: skip
OLKEN_2010 = Source(
    "Olken", 2010, "Direct democracy and local public goods",
    "https://studylib.net/doc/12584333/direct-democracy-and-local-public-goods--evidence-from-pl...",
    "open decisions raise knowledge, satisfaction and willingness to give",
)  # fmt: skip
PODES_2019 = Source(
    "BPS", 2019, "Potensi Desa 2019, Jambi", "https://cran.r-project.org/package=PODES",
    "median village 390 families, 12.8 territorial officials",
)  # fmt: skip
PRADHAN_2014 = Source(
    "Pradhan et al.", 2014, "Improving educational quality through enhancing community participation",
    "http://documents.banquemondiale.org/curated/fr/814051468260135272/text/WPS5795.txt",
    "a link to the village council moves results by 0.17 SD; training and grants alone do not",
)  # fmt: skip
SLOVIC_1993 = Source(
    "Slovic", 1993, "Perceived risk, trust, and democracy", "https://doi.org/10.1111/j.1539-6924.1993.tb01329.x",
    "trust is lost faster than it is won",
)  # fmt: skip
VAN_MIERLO_2014 = Source(
    "van Mierlo", 2014, "The 1 % rule in four digital health social networks",
    "https://ichgcp.net/no/clinical-trials-registry/publications/141913-the-1-rule-in-four-digital-health-social-networks-an-observational-study",
    "1.3 % of members wrote 74.7 % of the content",
)  # fmt: skip
VAN_ZOMEREN_2008 = Source(
    "van Zomeren, Postmes and Spears", 2008, "Toward an integrative social identity model of collective action",
    "https://typeset.io/papers/toward-an-integrative-social-identity-model-of-collective-1d8ss4nyqs",
    "injustice, efficacy and identity each have a medium effect",
)  # fmt: skip
VERBA_1995 = Source(
    "Verba, Schlozman and Brady", 1995, "Voice and equality", "https://www.worldcat.org/isbn/9780674942936",
    "people take part when they can, want to, and are asked by someone they know",
)  # fmt: skip
WHITE_2018 = Source(
    "White, Menon and Waddington", 2018, "Community-driven development: does it build social cohesion?",
    "http://3ieimpact.org/evidence-hub/publications/working-papers/community-driven-development-does-it-build-social-cohesion",
    "each step of participation loses people, women most",
)  # fmt: skip
VOSS_2012 = Source(
    "Voss", 2012, "PNPM-Rural impact evaluation", "http://psflibrary.org/collection/detail.php?id=6299",
    "gains in governance stayed inside the programme",
)  # fmt: skip
RAFFLER_2018 = Source(
    "Raffler, Posner and Parkerson", 2018, "The weakness of bottom-up accountability",
    "https://vdocuments.net/the-weakness-of-bottom-up-accountability-experimental-the-weakness-of-bottom-up.html",
    "community monitoring at scale moved neither utilization nor mortality",
)  # fmt: skip
ROTHMAN_1979 = Source(
    "Rothman", 1979, "Three models of community organization practice", "https://www.worldcat.org/isbn/9780875811796",
    "locality development, social planning and social action differ in goals and in who decides",
)  # fmt: skip
STEELE_2014 = Source(
    "Steele, Lea and Flood", 2014, "Fast splittable pseudorandom number generators",
    "https://doi.org/10.1145/2660193.2660195", "SplitMix64",
)  # fmt: skip
RUSTAGI_2010 = Source(
    "Rustagi, Engel and Kosfeld", 2010,
    "Conditional cooperation and costly monitoring explain success in forest commons",
    "https://nottingham-repository.worktribe.com/output/7531426/conditional-cooperation-and-costly-monitoring-explain-success-in-forest-commons-management",
    "35 % conditional cooperators among forest users in Ethiopia",
)  # fmt: skip
