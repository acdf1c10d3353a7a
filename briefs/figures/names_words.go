package figures

// A nameClass is what a word may be in a name; a word may be several things.
type nameClass uint32

const (
	nameOffice    nameClass = 1 << iota // Minister, Chair: what a person holds
	nameRank                            // Mr, Dr, Sen.: stands before a name and is no office worth showing
	nameHead                            // Ministry, Bank: what an organisation is
	nameCompany                         // Inc., Ltd: ends an organisation
	namePolicy                          // Trade, Health: what an office or an organisation is for
	nameGeneric                         // National, Federal: says nothing by itself
	nameGiven                           // a given name, hardly anything else
	nameSurname                         // a Chinese family name in pinyin, which stands first
	nameStop                            // begins sentences, never names
	nameNot                             // months, peoples, things: never part of a person's name
	nameThing                           // Act, Street: a name that ends so is of no person
	nameParticle                        // von, de, bin: small, inside a name
	nameSay                             // said, told: what people do and places do not
	nameOfficeMod                       // Deputy, former: before an office
	nameLand                            // County, Lake: a place by pattern
	nameEither                          // White, Hall: also a family name, after a given one
)

// nameClasses are the words of each class. Case matters: "Will" is a name where
// "will" is none.
var nameClasses = [...]struct {
	class nameClass
	words string
}{
	{nameOffice, nameOfficeWords}, {nameRank, nameRankWords}, {nameHead, nameHeadWords},
	{nameCompany, nameCompanyWords}, {namePolicy, namePolicyWords}, {nameGeneric, nameGenericWords},
	{nameGiven, nameGivenWords}, {nameSurname, nameSurnameWords}, {nameStop, nameStopWords},
	{nameNot, nameNotWords}, {nameThing, nameThingWords}, {nameParticle, nameParticleWords},
	{nameSay, nameSayWords}, {nameOfficeMod, nameOfficeModWords}, {nameLand, nameLandWords}, {nameEither, nameEitherWords},
}

const (
	nameOfficeWords = `Minister Ministers President Presidents Chair Chairs Chairman Chairmen Chairwoman Chairperson Secretary Secretaries
		Director Directors Director-General Directors-General Governor Governors Senator Senators Representative Representatives Congressman Congresswoman Ambassador Ambassadors
		Commissioner Commissioners Administrator Chief Judge Justice Mayor Mayors Premier Chancellor Attorney Solicitor Prosecutor Admiral
		Colonel Captain Lieutenant Sergeant Inspector Superintendent Speaker Spokesman Spokeswoman Spokesperson Comptroller Treasurer
		Secretary-General Governor-General Commander Commander-in-Chief Sheriff Councillor Councilman Councilwoman Alderman Deputy Leader Chairholder
		Envoy Economist Statistician Counsel Dean Professor Rector Provost Manager Coordinator Officer Advisor Adviser
		Registrar Ombudsman Auditor Archbishop Bishop Vice-President Vice-Chairman
		Vice-Chair Co-Chair Undersecretary Whip Analyst Strategist Correspondent CEO CFO CIO CTO COO Head Founder Co-founder Fellow Scientist Consul General`
	nameOfficeModWords = `Deputy Vice Assistant Associate Acting Under Permanent Prime First Senior Former former Chief Executive Party Foreign
		Foreign Lord Interim Outgoing Principal Managing Majority Minority Ranking Parliamentary State General Undersecretary Attorney Lieutenant
		Republican Democratic Finance Interior Defence Defense Trade Health Education Transport Labour Labor Justice Agriculture Energy Environment then-
		Special Joint Co- Honorary Elect Founding Supreme US U.S. UK UN EU Federal National Regional Crown`
	nameRankWords = `Mr Mr. Mrs Mrs. Ms Ms. Miss Rt King Queen Prince Princess Emperor Sultan Sheikh Emir Pope Honorable Hon Dr Dr. Prof Prof. Sir Dame Lord Lady Sen Sen. Sens. Rep Rep. Reps. Gov Gov. Gen Gen. Maj.
		Col Col. Lt Lt. Sgt Sgt. Capt Capt. Adm Adm. Hon Hon. Rev Rev. Messrs Cmdr. Cpl. Pvt. Brig.`
	nameHeadWords = `Ministry Ministries Department Departments Bureau Agency Commission Committee Subcommittee Administration Council Councils Board Institute Institutes
		Bank Court Authority Federation Association Organization Organisation Fund University Academy Secretariat Corps Directorate Directorate-General
		Inspectorate Tribunal Embassy Consulate Parliament Assembly Congress Foundation Society Chamber Alliance Coalition League Confederation
		Institution Laboratory Laboratories Observatory Museum Library Hospital College School Center Centre Centers Office Service Treasury Government
		Presidency House Senate Legislature Registry Airlines Airways Railways Party Archives Congregation Church`
	nameCompanyWords = `Inc Inc. Corp Corp. Corporation Ltd Ltd. Limited LLC LLP plc PLC Company Co. GmbH AG S.A. N.V. Holdings`
	namePolicyWords  = `Trade Industry Industries Commerce Finance Economy Economic Economics Development Health Healthcare Human Services Education Science Sciences Technology Technologies Innovation
		Information Communications Telecommunications Media Culture Sport Sports Tourism Transport Transportation Infrastructure Energy Mines Mining
		Environment Environmental Climate Agriculture Agricultural Forestry Fisheries Fish Food Rural Urban Affairs Housing Construction Labor Labour Employment Pensions
		Social Welfare Family Families Children Youth Women Veterans Interior Justice Defense Defence Security Homeland Intelligence Foreign External
		European Relations Cooperation Co-operation Immigration Migration Citizenship Customs Revenue Taxation Tax Budget Planning Statistics Statistical Regulation Utilities Water
		Resources Natural Nature Conservation Wildlife Land Management Emergency Disaster Prevention Control Safety Occupational Drug Drugs Alcohol Tobacco
		Firearms Explosives Securities Exchange Banking Insurance Investment Investments Export Import Business Enterprise Enterprises Small Medium Consumer Competition Market Markets
		Supervision Research Enforcement Territorial Tribal Nutrition Entrepreneurship Oceans Atmosphere Governmental Licensing Licensure Arctic Cybersecurity Cyber Nutrition Standards Weights Measures Space Aeronautics Aviation Maritime Oceanic Atmospheric Ports Rail Railway Railways Roads Highways Highway Traffic
		Civil Rights Religious Ethnic Minorities Equality Public Works Government Administrative Administration Legal Law Legislative Budgetary Appropriations Armed Forces
		Judiciary Ethics Elections Electoral Digital Data Archives Records Arts Humanities Religion Nuclear Atomic Oil Gas Petroleum Electricity Power Production
		Population Programs Program Programme Policy Strategy Strategic Monetary Fiscal Financial Prices Price Property Intellectual Patents Patent Disease Diseases Medicine Medical Nursing Mental
		Geological Weather Meteorology Heritage Standards Accountability General Personnel Workforce Community Communities Local Regional International Domestic Technical Aging Retirement Oversight Reform Investigations Operations Logistics
		Procurement Acquisition Budget Protocol Parliamentary Asylum Refugees Integration Gender Senior Older Persons Animal Plant Soil Irrigation Crops Livestock Marine Coastal Naval Army Air Military Arms Disarmament
		Nonproliferation Counterterrorism Terrorism Terrorist Crime Drugs Narcotics Corrections Prisons Probation Courts`
	nameGenericWords = `National Federal State Local Regional Central General Executive Advisory Steering Working Public Private Joint New Special Technical Annual
		Independent International Royal Supreme High District County City Municipal Provincial Administrative Senior Interagency Main Head Conference
		Standing Select Full Grand Open Digital Second Third First Other Several Both Various Global World Online Virtual Community Policy Management Project
		Program Support Customer Technology Information Research Service Security Content Design Product Data Health Education Business Human Financial Innovation
		Communications Development Government Web Social Media User Call Contact Care Medical Training Press Field Regional Home Main U.S. US American Bipartisan Senate House Republican Democratic Working`
	nameParticleWords = `von van de der den del della di da dos du la le el al bin ibn ben bint ten ter zu und y e af av`
	nameSayWords      = `said says told adds added stressed emphasized emphasised noted notes explained warned argued announced promised asked called urged
		stated wrote writes replied testified remarked insisted declared concluded observed recalled predicted estimated commented joked spoke attended
		welcomed thanked praised criticised criticized joined serves served met visited signed chaired delivered addressed introduced voted
		believes thinks hopes pointed highlighted underlined underscored reiterated acknowledged admitted confirmed denied suggested`
	nameLandWords   = `County Counties Province Prefecture Oblast Township Borough Island Islands River Valley Bay Peninsula Mountains Desert Strait Basin Reservoir Glacier Canyon Creek Harbor Harbour Lagoon Lake Delta`
	nameEitherWords = `White Black Young West North Hall Park Church King Price Banks Bush Day Street Post Pope Bishop Dean Judge Marshall Justice Rice Wood Woods Hill Hills Field Fields Lane Grant Love Long Case Power Powers Green Gates Strong Law Snow Frost Ford Page May June`
	nameThingWords  = `Act Bill Law Laws Code Amendment Treaty Agreement Accord Protocol Convention Charter Declaration Constitution Plan Program Programs Programme Project Initiative
		Strategy Report Review Survey Index Award Awards Prize Medal Scholarship Fellowship Grant Grants Street Avenue Road Lane Boulevard Drive Square Place Highway Bridge
		Tunnel Building Hall Tower Plaza Park Forest Memorial Monument Airport Station Terminal Stadium Arena Theater Theatre Field Fort Base Camp Dam Canal
		Farm Farms Ranch Hotel Inn Club Church Cathedral Temple Mosque Cemetery Garden Gardens Zoo Day Week Month Year Festival Games Cup Bowl
		Series Show Times Post Journal News Magazine Gazette Herald Tribune Review Press Books Pictures Records Studios Rule Rules Standard Standards Principle Principles Theory
		Effect Model Method Scale Test Syndrome Disease Hurricane Storm Tropical Earthquake War Wars Battle Revolution Doctrine Era Administration Campaign Movement Fair
		Expo Summit Forum Conference Symposium Workshop Meeting Session Dialogue Dialog Tool Tools Toolkit Guide Guidelines Handbook Manual Blog Website Site Portal App API
		Dashboard Platform System Systems Framework Network Challenge Challenges Hackathon Collaborative Community Practice Playbook Hub Lab Labs Studio Suite Dataset Datasets Catalog Map Maps Explorer Drive Street Tribe Nation Reservation Indians
		Highlands Heights Hills Springs Beach Falls City Town Village Township Ridge Hill Mountain Mount Point Rock Rocks Grove Oaks Woods Acres Crossing Junction Corner Corners
		Elementary Middle Airport Pavilion Line Lines Express Railroad Bypass Interchange Route Trail Basin Watershed Refuge Preserve Wilderness Seashore Lakeshore Rapids Ferry Landing`
)
