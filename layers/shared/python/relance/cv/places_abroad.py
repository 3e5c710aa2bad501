# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Countries, their regions and the larger towns outside France that CVs name (folded)."""

from collections.abc import Mapping
from typing import Final

_COUNTRY_NAMES: Final = {
    "FR": "france|french|metropole",
    "GB": "uk|united kingdom|royaume-uni|royaume uni|england|angleterre|scotland|ecosse|wales|pays de galles|northern ireland|great britain|gb",
    "IE": "ireland|irlande|eire|republic of ireland",
    "US": "usa|united states|united states of america|etats-unis|etats unis|us",
    "BE": "belgique|belgium|belgie",
    "CH": "suisse|switzerland|schweiz",
    "LU": "luxembourg",
    "CA": "canada",
    "DE": "allemagne|germany|deutschland",
    "ES": "espagne|spain|espana",
    "IT": "italie|italy|italia",
    "PT": "portugal",
    "NL": "pays-bas|pays bas|netherlands|the netherlands|holland",
    "MA": "maroc|morocco",
    "DZ": "algerie|algeria",
    "TN": "tunisie|tunisia",
    "SN": "senegal",
    "CI": "cote d'ivoire|ivory coast",
    "CM": "cameroun|cameroon",
    "IN": "inde|india",
    "AE": "uae|united arab emirates|emirats arabes unis",
    "SG": "singapore|singapour",
    "AU": "australia|australie",
    "NZ": "new zealand|nouvelle-zelande",
    "MC": "monaco",
    "PL": "pologne|poland",
    "RO": "roumanie|romania",
    "MG": "madagascar",
    "ZA": "south africa|afrique du sud",
    "NG": "nigeria",
    "LB": "liban|lebanon",
    "BR": "bresil|brazil",
    "CN": "chine|china",
    "JP": "japon|japan",
    "AT": "autriche|austria",
    "SE": "suede|sweden",
    "DK": "danemark|denmark",
    "NO": "norvege|norway",
}
COUNTRIES: Final[Mapping[str, str]] = {
    name: code for code, names in _COUNTRY_NAMES.items() for name in names.split("|")
}

_US_STATES: Final = "al ak az ar ca co ct de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc"
_CA_PROVINCES: Final = "on qc bc ab mb sk ns nb nl pe yt nt nu"
_INDIAN_STATES: Final = (
    "karnataka|maharashtra|telangana|tamil nadu|tamilnadu|andhra pradesh|kerala|gujarat|rajasthan|uttar pradesh|madhya pradesh|punjab|"
    "haryana|west bengal|bihar|odisha|orissa|assam|jharkhand|chhattisgarh|uttarakhand|himachal pradesh|goa"
)
REGIONS: Final[Mapping[str, str]] = (
    dict.fromkeys(_INDIAN_STATES.split("|"), "IN")
    | dict.fromkeys(_CA_PROVINCES.split(), "CA")
    | dict.fromkeys(_US_STATES.split(), "US")
    | dict.fromkeys(["quebec", "ontario", "alberta", "manitoba", "saskatchewan"], "CA")
    | dict.fromkeys(
        [
            "california",
            "texas",
            "florida",
            "illinois",
            "massachusetts",
            "washington",
            "ohio",
            "georgia",
            "michigan",
            "virginia",
            "pennsylvania",
        ],
        "US",
    )
    | dict.fromkeys(
        [
            "yorkshire",
            "kent",
            "surrey",
            "essex",
            "sussex",
            "devon",
            "cornwall",
            "lancashire",
            "cheshire",
            "norfolk",
            "suffolk",
            "hampshire",
            "berkshire",
        ],
        "GB",
    )
)

_CITY_NAMES: Final = {
    "GB": "london|londres|birmingham|manchester|leeds|glasgow|liverpool|sheffield|edinburgh|edimbourg|bristol|leicester|coventry|cardiff|belfast|nottingham|"
    "newcastle|newcastle upon tyne|sunderland|brighton|hull|plymouth|stoke on trent|wolverhampton|derby|swansea|southampton|portsmouth|york|oxford|cambridge|aberdeen|"
    "dundee|norwich|exeter|bath|reading|luton|milton keynes|northampton|swindon|bournemouth|middlesbrough|peterborough|preston|blackpool|bolton|stockport|"
    "huddersfield|bradford|doncaster|rotherham|wakefield|ipswich|colchester|chelmsford|southend on sea|gloucester|cheltenham|worcester|lincoln|chester|warrington|"
    "wigan|salford|oldham|rochdale|guildford|woking|slough|watford|st albans|crawley|maidstone|canterbury|dover|hastings|eastbourne|winchester|salisbury|"
    "taunton|truro|carlisle|durham|lancaster|harrogate|inverness|perth|stirling|paisley|newport|wrexham|bangor|lisburn|londonderry|derry|telford|shrewsbury|hereford|basingstoke|croydon|"
    "worthing|barnsley|burnley|blackburn|keighley|dewsbury|pontefract|castleford|scunthorpe|grimsby|cleethorpes|scarborough|whitby|bridlington|skipton|kendal|barrow in furness|"
    "whitehaven|workington|penrith|morecambe|southport|st helens|birkenhead|wallasey|runcorn|widnes|crewe|macclesfield|stafford|burton upon trent|burton on trent|tamworth|lichfield|"
    "cannock|walsall|dudley|west bromwich|solihull|redditch|kidderminster|bromsgrove|nuneaton|leamington spa|royal leamington spa|stratford upon avon|kettering|corby|wellingborough|"
    "loughborough|hinckley|mansfield|worksop|grantham|chesterfield|buxton|bedford|stevenage|hertford|hemel hempstead|welwyn garden city|hatfield|harlow|basildon|romford|ilford|"
    "ealing|kingston upon thames|bromley|uxbridge|hounslow|dartford|gravesend|chatham|gillingham|folkestone|margate|ramsgate|tunbridge wells|royal tunbridge wells|sevenoaks|tonbridge|"
    "horsham|haywards heath|bognor regis|chichester|littlehampton|hove|farnborough|aldershot|farnham|camberley|bracknell|maidenhead|windsor|wokingham|newbury|aylesbury|high wycombe|"
    "banbury|bicester|andover|fareham|gosport|havant|eastleigh|poole|weymouth|dorchester|yeovil|bridgwater|weston super mare|torquay|paignton|exmouth|barnstaple|newquay|falmouth|penzance|"
    "great yarmouth|lowestoft|king's lynn|kings lynn|thetford|bury st edmunds|huntingdon|st neots|felixstowe|clacton on sea|hartlepool|stockton on tees|darlington|gateshead|south shields|"
    "kirkcaldy|dunfermline|falkirk|livingston|kilmarnock|greenock|motherwell|dumfries|arbroath|llanelli|neath|bridgend|caerphilly|merthyr tydfil|aberystwyth|llandudno|rhyl|cwmbran|"
    "port talbot|carmarthen|newry|armagh|omagh|ballymena|coleraine|craigavon|enniskillen",
    "IE": "dublin|cork|galway|limerick|waterford|kilkenny|sligo|athlone|drogheda|dundalk|tralee|ennis|letterkenny|wexford|swords|bray|naas|tullamore|mullingar|portlaoise|clonmel|castlebar|cavan|monaghan|navan|killarney|longford",
    "BE": "bruxelles|brussels|anvers|antwerpen|antwerp|gand|gent|ghent|charleroi|liege|bruges|brugge|namur|louvain|leuven|mons|tournai|mouscron|arlon|verviers|la louviere|wavre|nivelles|louvain la neuve|ostende",
    "CH": "geneve|geneva|lausanne|zurich|berne|bern|bale|basel|fribourg|neuchatel|sion|montreux|vevey|yverdon|lucerne|lugano|winterthour|la chaux de fonds|nyon|bienne|delemont|martigny|monthey|saint gall",
    "LU": "luxembourg|esch sur alzette|differdange|dudelange|ettelbruck|mersch",
    "CA": "montreal|quebec|toronto|vancouver|ottawa|calgary|edmonton|winnipeg|halifax|gatineau|laval qc|sherbrooke|trois rivieres|hamilton|mississauga|moncton|longueuil|kitchener|victoria",
    "US": "new york|new york city|los angeles|chicago|houston|san francisco|boston|seattle|austin|dallas|miami|atlanta|denver|philadelphia|phoenix|san diego|washington dc|portland|san jose|minneapolis|detroit|brooklyn",
    "DE": "berlin|munich|munchen|hambourg|hamburg|francfort|frankfurt|cologne|koln|stuttgart|dusseldorf|leipzig",
    "ES": "madrid|barcelone|barcelona|valence|valencia|seville|sevilla|bilbao|malaga",
    "IT": "rome|roma|milan|milano|turin|torino|naples|napoli|florence|firenze|bologne|bologna",
    "PT": "lisbonne|lisbon|lisboa|porto",
    "NL": "amsterdam|rotterdam|la haye|the hague|utrecht|eindhoven",
    "MA": "casablanca|rabat|marrakech|fes|tanger|agadir",
    "DZ": "alger|algiers|oran|constantine",
    "TN": "tunis|sfax|sousse",
    "SN": "dakar",
    "CI": "abidjan",
    "CM": "douala|yaounde",
    "IN": "mumbai|delhi|new delhi|bengaluru|bangalore|hyderabad|chennai|pune|kolkata|noida|gurgaon|gurugram|ahmedabad|jaipur|lucknow|nagpur|indore|coimbatore|kochi|bhopal|chandigarh|ghaziabad|vadodara|visakhapatnam",
    "AE": "dubai|abu dhabi",
    "AU": "sydney|melbourne|brisbane",
    "SG": "singapore",
    "PL": "varsovie|warsaw|cracovie|krakow",
    "AT": "vienne|vienna",
    "DK": "copenhague|copenhagen",
    "SE": "stockholm",
    "NO": "oslo",
    "LB": "beyrouth|beirut",
    "MG": "antananarivo",
    "NG": "lagos",
    "ZA": "johannesburg|cape town",
}
CITIES: Final[Mapping[str, str]] = {name: code for code, names in _CITY_NAMES.items() for name in names.split("|")}
