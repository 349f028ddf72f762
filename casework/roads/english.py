"""The usual roads, in English."""

ROADS = {
    "address": (
        "Have a reference address",
        [
            ("Find out together where you really sleep: the CPAS of that municipality takes the request", 3),
            ("Make an appointment at the CPAS and gather what shows that you have no address", 7),
            ("Ask the CPAS for the reference address and keep the receipt", 14),
            ("Check that the municipality has registered you at that address", 45),
            ("Note the visit to the CPAS that is due at least every three months", 90),
        ],
    ),
    "income": (
        "Have an income",
        [
            ("See what you have a right to: integration income, unemployment, scholarship, family allowance", 3),
            ("Gather the papers: identity, income, where you live", 7),
            ("Ask the CPAS for integration income and keep the receipt", 10),
            ("Ask that your parents are not made to contribute, and explain the rupture", 10),
            ("Open a bank account in your name", 14),
            ("Check the decision: it has to come within 30 days; prepare an appeal if need be", 40),
            ("Prepare the integration project (PIIS) with the CPAS", 60),
        ],
    ),
    "health": (
        "Be covered for health care",
        [
            ("See what there is: health insurance fund, medical card, urgent medical aid", 3),
            ("Join a health insurance fund (or the CAAMI), or ask the CPAS for help", 10),
            ("Ask for increased reimbursement (BIM)", 21),
            ("Choose a doctor or health centre where you feel at ease", 21),
            ("Ask the doctor to keep your global medical file", 35),
        ],
    ),
    "school": (
        "Go back to school or training",
        [
            ("Talk about what you would like to learn, and what you have done already", 7),
            ("Find diplomas and certificates again; ask for equivalence if need be", 14),
            ("Agree with you what the school may know, and which name it uses", 14),
            ("Enrol at the school or in the training", 21),
            ("Ask for a scholarship and check the family allowance", 30),
            ("Look at how it goes after the first weeks", 60),
        ],
    ),
    "work": (
        "Find a job",
        [
            ("Register as a job seeker with Actiris", 7),
            ("Note when the waiting period for young job seekers begins, if there is one", 7),
            ("Write a CV and a letter with the name you choose", 14),
            ("See which training is possible (Bruxelles Formation, VDAB)", 21),
            ("Answer first offers and prepare an interview", 30),
            ("Look at how the search goes", 45),
        ],
    ),
    "housing": (
        "Find a home of one’s own",
        [
            ("Work out together what rent you can pay", 7),
            ("Register with a social rental agency and for social housing", 14),
            ("Prepare the application: income, identity, letter", 14),
            ("Ask for help with the rent guarantee", 30),
            ("Visit places, with somebody if you like", 30),
            ("Read the lease together before signing", 60),
            ("Ask for the installation grant and the rent allowance", 75),
            ("Change your address at the municipality", 80),
        ],
    ),
    "gender": (
        "Have the sex registration or the first name changed",
        [
            ("Talk about what you wish: first name, sex registration, or both, at your own pace", 7),
            ("See what it changes: papers, bank, school, and safety with those close to you", 14),
            ("Make an appointment at the municipality for the declaration", 21),
            ("Make the declaration at the municipality", 35),
            ("Go to the municipality a second time to confirm", 130),
            ("Ask for a new identity card and tell those you choose", 150),
        ],
    ),
}
