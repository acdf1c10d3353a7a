package figures

// The words that sound tells noun phrases by.

var ingThings = set(`funding spending lending housing training borrowing manufacturing building shipping farming mining fishing saving financing advertising banking processing signalling hearing meeting policing sharing fixing rigging laundering trafficking smuggling
cleaning upgrading licensing monitoring nursing writing reading teaching schooling learning counselling counseling trading pricing planning engineering marketing holding parking recycling drilling clothing heating cooling dumping gaming gambling publishing outsourcing
staffing investing screening testing packaging logging printing welding surfing sailing cycling skiing boating hunting bidding swimming driving wiring plumbing roofing ring wing spring string thing morning evening ceiling king offering opening closing setting rating ranking
listing filing finding feeling painting wedding beginning warning dealing landing crossing drawing clearing hosting computing modelling modeling programming accounting auditing consulting underwriting underspending overspending bearing dwelling being well-being wellbeing timing
seeding breeding grazing logging refining smelting forging casting dredging paving lighting flooding bombing shooting killing looting mailing texting streaming broadcasting networking sequencing spraying thinning spawning catering`)

var leadTrim = set(`the a an its their our his her your my this these some any and or but about nearly almost also`)

var tailTrim = set(`further each both totaling totalling numbering amounting averaging faster slower quicker working living aged worth the a an its their our his her this that these and or but of in on at by for from to with within without into onto upon over under above below between among through during before after since until about around across along near than as like versus per not also only still already now is are was were be been has have had will would can could may might should must just which who where when what how if while`)

var notFirst = set(`of in on at by for from to with within without into onto upon over under above below between among through during before after since until around across along near than as like versus per not also only still already
if because although though while whereas unless whether when where why how which who what that so yet nor either neither both each every
set put continue continues equals equal well alone elsewhere together against again ago away later earlier once here there then more most less least fewer few many much several another other others one up down out off cut cuts used left said due such no yes finding lose hold keep leave pay run see seem send sit begin remain receive require reach attend join find give get go come become show want die know believe feel say ask try follow create consider expect buy bring spend carry happen let include involve take make today yesterday tomorrow tonight`)

var pronouns = set(`it they he she we i you them him us me itself themselves himself there those who whom whose which where when because although though if unless while whereas whether what why how that still also not never already currently actually`)

// finiteVerbs are verb forms that no noun is written like: with one inside, a
// phrase is a clause.
var finiteVerbs = set(`
earn earns helped agreed failed decided tried vowed voted promised pledged hoped refused managed fought sought thought taught caught generates serves employs operates owns lacks takes took gives gave gets got goes went comes came becomes became finds showed wants wanted kills rose fell grew shrank won beat led kept met ran saw seems seem sells stood sat begins began remains
requires reaches invites invite says said saying told tells means brings spends carries causes allows permits enables expects provides includes produces receives pays sets makes keeps attaches contains stays lets
did does do done puts uses wrote spoke chose fell flew knew drew threw threatens appears appear equals exceeds exceed regards knows thinks believes think believe argues wins loses writes
accounts accounted exceeded amounted totaled totalled attach contain withheld ought am regard allow enable permit expect require produce receive include happen occurs occur exists exist
`)

// irregular are past forms that a participle is written like too.
var irregular = set(`struck broke drove rode stole shook hid swung hung dug clung stung swept slept dealt spent paid sold bought built brought sent cut put held left made found lent lost met set kept given taken shown known written withheld fallen risen grown stood`)

var adjectives = set(`need speed breed creed exceed proceed succeed embed naked wicked indeed hundred united limited installed registered combined estimated adjusted integrated designated
specialised specialized advanced developed related industrialised industrialized employed insured skilled unskilled mixed fixed continued increased reduced detailed required planned proposed
weighted diversified certified listed qualified disabled retired aged protected enclosed unemployed reported recorded leased rented shared gifted sacred used added accelerated federated appointed elected licensed educated married armed organised organized refined processed manufactured imported exported frozen dried improved approved agreed expected projected budgeted consolidated secured unsecured insulated renewed dedicated assisted supported subsidised subsidized regulated`)

var afterParticiple = set(`of in on at by for from to with within without into onto upon over under above below between among through during before after since until about around across along near than as per and or against via annually abroad`)

// vague are words that say nothing of what is measured when they stand alone.
var vague = set(`excess upwards upward ten eleven twelve equivalent use course neighborhood neighbourhood vicinity top new main key largest biggest smallest leading remaining following maximum minimum month months year years week weeks day days hour hours today time times row point points first second third next last worst best high low rest part half quarter result results number numbers figure figures
average total case cases way ways one two others ministry minister ministers office government agency committee board council commission authority department court parliament president country countries company companies markets market
region regions city place thing things people member members person group groups order line level levels end start period term terms record normal same fact idea question matter matters reason example question step steps schedule
place side turn note range side basis context addition accordance line respect view light return favour response spite sum amount value increase decrease rise fall change decline drop move gain size scale share percentage percent
spring summer autumn winter january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
article section chapter page table annex article paragraph mr mrs ms dr`)

// edThings are forms in -ed that close a phrase as nouns.
var edThings = set(`need speed breed creed unemployed employed disabled insured uninsured accused retired injured wounded aged deceased displaced`)

var lyNouns = set(`supply family assembly monthly weekly yearly quarterly daily early july italy reply anomaly monopoly elderly ally bully friendly only hourly oligopoly fly likely`)

// orderWords and spanWords make a period together, and no measure.
var orderWords = set(`first second third fourth last final same previous next opening closing`)
var spanWords = set(`time times quarter half week month year day season period`)
