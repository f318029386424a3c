"""Invented comments on the eight top-level goals of the sample plan, by the goal's letter."""

from __future__ import annotations

from surveyapp.demo.voices.comment import Comment, Speaker, doubt, favor, oppose

RESIDENT, RURAL, VETERANS = Speaker.RESIDENT, Speaker.RURAL, Speaker.VETERANS
PEDIATRIC, ACADEMIC, SENIOR, EMPLOYED = Speaker.PEDIATRIC, Speaker.ACADEMIC, Speaker.SENIOR, Speaker.EMPLOYED

FIRST_VISIT: tuple[Comment, ...] = (
    favor("Yes. This is the one."),
    favor(
        "My patients go home on a Tuesday and I see them seven weeks later. By then the contracture is mine to fix. "
        "Nothing else in this plan matters as much."
    ),
    favor("“Shorten” from what to what? Give me a number I can take to my administrator."),
    favor(
        "Two weeks is right after a stroke. After a brain injury I would say one. Please dont let the definition "
        "hide the difference."
    ),
    favor(
        "three counties, one of me, no therapist east of the river. I agree with every word & have no idea how", RURAL
    ),
    favor("Discharge Friday 4 p.m., first call to us the Wednesday after. Fix the phone call before the visit."),
    favor(
        "I discharge people every day and have never once heard what became of them. A first visit that somebody "
        "reports back to the ward would teach me more than a lecture.",
        RESIDENT,
    ),
    favor("=> priority 1, everything else follows from it"),
    favor(
        "I kept a list last year: 212 discharges home, 61 without any rehabilitation contact in the first month, 14 of "
        "those back in the hospital before I met them.\n\n"
        "None of the fourteen was complicated. Two had no walker. One had stopped her baclofen because the pharmacy "
        "did not carry the brand on the slip. A telephone call in the first week would have found all of it.\n\n"
        "So: essential, but let the first contact be short and early rather than complete and late."
    ),
    favor(
        "Our clinic has lived with a 14-day rule of its own for a while. It holds when somebody is paid to schedule, "
        "and falls apart the month that person is on leave.",
        VETERANS,
    ),
    doubt("Waits are long because there are too few of us. A definition does not hire anyone."),
    doubt("We cannot staff two-week visits across three counties without help from payers.", RURAL),
    doubt("Wait measured from what? Order, discharge, referral received? Three hospitals here, three answers."),
    doubt(
        "Careful. If the first visit comes sooner and the second does not, nothing is gained. We had exactly this: "
        "9 days to the first visit, 11 weeks to the next."
    ),
    doubt("For a child the first visit after discharge is often at school. Does that count?", PEDIATRIC),
    oppose("Another target to miss."),
    oppose("Primary care sees them within a week already. Let us see those who need us, when they need us."),
)

COMMON_LANGUAGE: tuple[Comment, ...] = (
    favor("Finally."),
    favor("Good. Short. Keep."),
    favor(
        "A reviewer asked me last month whether the patient was 'still improving'. I wrote that she now gets to her "
        "own mailbox. Approved the same day. They do understand function if we say it first."
    ),
    favor("Agree strongly, as long as it’s plain words and not codes."),
    favor("We have done this with school teams for twenty years. What we learned, mostly: shorter.", PEDIATRIC),
    favor(
        "Let the words be the families’ words. “Get up the church steps” has done more for my patients than any "
        "subscale."
    ),
    doubt("Please do not invent another outcome measure. Pick two and stop.", ACADEMIC),
    doubt("5 min x 22 patients = 1 h 50 min. Every day. Who takes that from what?"),
    doubt("Common language yes. Common form no. The form is where good ideas go to die."),
    doubt(
        "“Function” is ADLs to the nurse, range of motion to the surgeon & return to work to the insurer. Without a "
        "definition this goal is a slogan."
    ),
    doubt(
        "Four languages are spoken in my waiting room before ten o'clock. Which one is the common one? "
        "(Serious question, most measures exist in English only.)"
    ),
    oppose("- not a goal, a wish\n- no owner\n- no date"),
    oppose("We have a language. It is called the neurologic examination.", SENIOR),
    oppose('Was tried here as a "shared vocabulary project". Two years, one binder. Nobody has opened it since.'),
)

HOME_TEAMS: tuple[Comment, ...] = (
    favor(
        "I was trained for a 24-bed unit and have not set foot on one since. What I know about homes I was taught by "
        "two home-health nurses with a great deal of patience."
    ),
    favor("Residents want this!! We ask for it at every retreat.", RESIDENT),
    favor("Lead = call the huddle, know the names, pick up the phone. It can be taught."),
    favor("Include the physiatrist who works alone, please. My “team” is whoever answers.", RURAL),
    favor(
        "For one year a physiatrist joined every first home visit of our program. Equipment orders fell by a third "
        "because somebody looked at the doorway before ordering.",
        VETERANS,
    ),
    favor("Parents belong on the list of the team. They are the night shift.", PEDIATRIC),
    doubt("prepare members how? by whom? I have 0 education days left"),
    doubt("Lead? Or belong to? In our county the nurse leads and it works well. The wording will not win us friends."),
    doubt("Programs can’t add four weeks without dropping four. Tell us which.", ACADEMIC),
    doubt("I’d go tomorrow if my malpractice carrier let me. Has anybody on the committee read such a policy?"),
    doubt("yes please, but not as an elective that nobody can take because of coverage", RESIDENT),
    oppose("Home teams lose money with every visit. Let’s not prepare people for jobs that don't exist."),
    oppose("Others do homes better and for less. I’m needed in clinic."),
)

AT_A_DISTANCE: tuple[Comment, ...] = (
    favor(
        "Video is the only way my patients in the valley are seen at all. It isn't a convenience for us.",
        RURAL,
    ),
    favor("For my patients this IS the plan."),
    favor("👍👍 but add the telephone"),
    favor(
        "Every video visit saves one family I know a day’s wages, a ramp van & 140 miles. Ask them what they'd give up."
    ),
    favor(
        "A mother showed me the stairs with her telephone. I had asked about those stairs at three clinic visits.",
        PEDIATRIC,
    ),
    favor("La vidéo, oui, mais pas sans interprète. (Sorry: video yes, but not without an interpreter.)"),
    favor("Who cannot travel also doesnt answer surveys. Please weigh this goal accordingly."),
    doubt("Spasticity by video is guesswork. Say clearly what we should not do at a distance."),
    doubt("<b>Licenses first.</b> Everything else under D waits for the state boards."),
    doubt(
        "A home visit is 90 minutes with the driving and pays like 25. I stopped. For a fair rate I would start again."
    ),
    doubt("video was fine as long as it was paid"),
    doubt(
        "On base we have carts and bandwidth. Twenty miles outside the gate my patients see a frozen picture of my "
        "forehead.",
        VETERANS,
    ),
    oppose("We examine people with our hands. I will not apologize for that.", SENIOR),
    oppose("Too broad. Video visits and home visits are two goals that share nothing but the patient."),
)

EVIDENCE: tuple[Comment, ...] = (
    favor("Our studies come from places where nobody is poor, alone or tired. Everyday practice, please!"),
    favor("I have eleven years of results in a spreadsheet & no one to give them to."),
    favor("Would join a network tomorrow if consent and data entry take < 10 min."),
    favor("Every other goal needs this one. Without numbers A is a complaint.", ACADEMIC),
    favor("the resident research month could live here", RESIDENT),
    favor("Ask patients first what is worth knowing. None of mine will say “efficiency of functional gain”."),
    doubt("Evidence exists. We don’t use it."),
    doubt("who pays for this. seriously"),
    doubt("Registry fatigue is real: we report to four and have never heard back from one."),
    doubt("Small practices can't carry the ethics paperwork. One central review, or count us out.", RURAL),
    doubt("A network takes ten years and this plan has three. Start with one question and answer it.", ACADEMIC),
    doubt("Children are a tenth of my practice and none of the trials I get to read. Please state ages.", PEDIATRIC),
    oppose("Leave research to the universities and leave me my evenings."),
    oppose("=0 minutes per week available for this in my practice"),
)

PRIMARY_CARE: tuple[Comment, ...] = (
    favor("Easy win. Do it this year."),
    favor(
        "I gave the six family doctors in town my cell number. Each of them calls about once a week. It has changed my "
        "practice more than any conference.",
        RURAL,
    ),
    favor("Important AND doable. How many lines in here can say that?"),
    favor("The home-health nurse knows before any of us. Let her reach a physiatrist and half of goal A is done."),
    favor("Add school nurses and early intervention; for us they ARE primary care.", PEDIATRIC),
    favor("Our electronic consult pays both sides for 15 minutes. Four years on, nobody wants to go back.", EMPLOYED),
    doubt("Overlaps with B (shared notes) and C (home teams). Merge?"),
    doubt("“Ties” is vague. Who does what, and by when?"),
    doubt(
        "Primary care here is three clinics owned by one insurer. My ties depend on their contract, not on my charm."
    ),
    doubt("Agencies sign with whoever sends them most patients, a model agreement wont change that"),
    oppose("We have been “strengthening ties” since I joined. That was 1994.", SENIOR),
    oppose("no. Referrals are fine, capacity is the problem"),
)

SHARED_STAFF: tuple[Comment, ...] = (
    favor("A shared interpreter and a shared scheduler would let me stay independent.", RURAL),
    favor(
        "We share a speech therapist with the practice across the street. A one-page contract, two years, no trouble."
    ),
    favor("Could be a lifeline for people early in their career who take over a small practice. Please keep it."),
    doubt("Explore is fine. Not more."),
    doubt("Who employs, who insures, who covers sick leave? Ask a lawyer before you ask a committee."),
    doubt("Depends on distance. My nearest neighbor is 74 miles away, and a cardiologist.", RURAL),
    doubt("competitors do not share staff"),
    oppose("Not a matter for a medical society."),
    oppose("Drop."),
    oppose("We tried it with one OT for two practices. Both wanted Mondays."),
    oppose("Means nothing to those of us employed by a health system, which is most of us by now.", EMPLOYED),
    oppose("My university forbids it. Full stop.", ACADEMIC),
)

PATIENT_RECORD: tuple[Comment, ...] = (
    favor(
        "Families carry a folder from visit to visit already. One agreed page would save me ten minutes and save them "
        "the retelling."
    ),
    favor("A page the patient holds is the only record that crosses every system we work with."),
    favor("Children outgrow three hospitals before they are grown. Their parents hold the record anyway.", PEDIATRIC),
    favor("Cheap, kind, overdue."),
    favor("Yes!!! my patient w/ aphasia carries a card. best document in the building"),
    favor("All the rest depends on records that get lost. Start here."),
    doubt("paper or phone? changes everything"),
    doubt("Who corrects it when it is wrong?"),
    oppose("Good idea, wrong owner. The record vendors will build this with us or without us."),
    oppose("We have no one to maintain it after the first year."),
    oppose("Fifth attempt in my career. Blue card, yellow card, USB stick, portal. No.", SENIOR),
    oppose("Liability. If it’s on the page and I did not read it I am sued; if it isn’t on the page I am sued too."),
    oppose("-1"),
    oppose("patients lose it. i would lose it"),
)

ON_GOALS: dict[str, tuple[Comment, ...]] = {
    "A": FIRST_VISIT,
    "B": COMMON_LANGUAGE,
    "C": HOME_TEAMS,
    "D": AT_A_DISTANCE,
    "E": EVIDENCE,
    "F": PRIMARY_CARE,
    "G": SHARED_STAFF,
    "H": PATIENT_RECORD,
}
