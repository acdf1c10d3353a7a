package figures

// stops are the English words that no counted noun goes past: they end the
// noun phrase after a number.
var stops = set(`
a an the this that these those such each every either neither both all any some no another other
of in on at by for from to with within without into onto upon over under above below between among amongst through throughout
during before after since until till against about around across along near behind beyond despite per via versus vs off out up down
than as like except including excluding regarding concerning following amid toward towards plus minus
and or but nor so yet if because although though while whereas unless whether when where who whom whose which what why how
i you he she it we they me him her us them my your his its our their mine yours hers ours theirs himself herself itself themselves
is are was were be been being am has have had having do does did doing will would shall should can could may might must ought
not never also too only just even still already now then there here again ago away ahead apart aside later earlier long ever once
more most less least much many few fewer several
said says say saying told tells tell according
not't isn't aren't wasn't weren't don't doesn't didn't won't
today yesterday tomorrow tonight
`)

// verbs are common verb forms that follow a counted noun and are not one.
var verbs = set(`
make makes made take takes took taken give gives gave given get gets got go goes went gone come comes came become becomes became
find finds found show shows showed shown use uses used need needs needed want wants wanted work worked live lived die died kill killed
rise rises rose risen fall falls fell fallen grow grows grew grown increase increased decrease decreased drop dropped climb climbed gain gained lose lost
win won beat lead led hold held keep kept leave left meet met pay paid put run ran see saw seen seem seems sell sold send sent set sit sat stand stood
start started begin began begun end ended remain remains remained receive received report reported require required reach reached
visit visited attend attended attack attacked join joined support supported vote voted
injure injured wound wounded arrest arrested release released announce announced include includes included involve involved
think know believe feel say call called ask asked try tried turn turned move moved play played provide provided produce produced
follow followed create created consider considered expect expected buy bought bring brought build built cause caused
cost costs spend spent carry carried cut deal happen happened help helped hit let lie mean means open opened offer offered
`)

// plurals are English plurals without an s, and nouns that count without one.
var plurals = set(`
people men women children police staff personnel cattle aircraft spacecraft sheep fish species series troops feet teeth mice geese
data media criteria phenomena bacteria fungi alumni lives wives knives leaves shelves wolves halves
fishermen policemen policewomen congressmen congresswomen businessmen businesswomen servicemen gunmen workmen spokesmen chairmen firemen freshmen craftsmen salesmen
crew youth folk clergy offspring poultry livestock salmon trout deer schoolchildren grandchildren townspeople salespeople kilohertz
dead wounded injured
`)

// notPlural end in s and are no plural noun.
var notPlural = set(`
its his this was is has does us as yes plus versus always perhaps across thus towards besides sometimes overseas upwards afterwards
less unless series news los las les des nevertheless nonetheless whereas alas gas bus plus minus bias atlas canvas texas kansas arkansas
says goes means makes takes gives uses needs wants comes becomes shows remains includes seems costs
mr mrs ms christmas paris james thomas charles dennis chris lewis adams williams davis jones harris
physics economics politics mathematics athletics linguistics genetics electronics
`)
