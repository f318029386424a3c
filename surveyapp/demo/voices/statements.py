"""Invented comments on the four statements of the sample plan, by the statement's label."""

from __future__ import annotations

from surveyapp.demo.voices.comment import Comment, Speaker, doubt, favor, oppose

RESIDENT, RURAL, VETERANS = Speaker.RESIDENT, Speaker.RURAL, Speaker.VETERANS
PEDIATRIC, ACADEMIC, SENIOR, EMPLOYED = Speaker.PEDIATRIC, Speaker.ACADEMIC, Speaker.SENIOR, Speaker.EMPLOYED

ON_STATEMENTS: dict[str, tuple[Comment, ...]] = {
    "S1": (
        favor("This paragraph alone is worth the plan."),
        favor('"Booked before discharge" is the entire trick. Please let nobody edit it out.'),
        favor(
            "Keep “nobody has to prove the same need twice”. I read it to my father, who has proved his five times "
            "since the spring."
        ),
        favor("Same need in people who leave a nursing facility. Say “hospital or facility”?"),
        favor("Add: or grows up with one. Most of my patients were born with their illness.", PEDIATRIC),
        doubt("Wherever that person lives? I live there. A fine sentence, and I doubt I'll see it.", RURAL),
        doubt("“any other disabling illness” is half of everybody over 70. We would need four times as many of us."),
        doubt("Physiatrist-led or physiatrist-informed? With one of us for 40,000 people here I know which is honest."),
        doubt('"In the future..." sounds like a movie trailer.'),
        oppose("A promise to the public that we can't keep is worse than no vision at all."),
    ),
    "S2": (
        favor("Agree. And the question about managing at home should be the first line of the note, not the last."),
        favor("It is what we teach on day one. Good to see it in a plan.", ACADEMIC),
        favor("Plain words!! My families thank me for nothing so much."),
        favor("travels with the person = yes. today it travels with the fax"),
        doubt("Agreed with insurers? I write goals with patients. Insurers may read them."),
        doubt(
            "Blood pressure is a poor comparison: it has a number, a cuff & a threshold. The statement promises a "
            "precision that we don't have yet."
        ),
        doubt("What a person wants and what is covered are two lists. The statement pretends that they are one."),
        oppose("Nice prose. I can't disagree with it, which is what’s wrong with it."),
        oppose("Diagnosis first, goals second. This reads as if we were coaches.", SENIOR),
    ),
    "S3": (
        favor("Monday morning is the right test. Nearly everything I get back arrives in the form of a PDF in June."),
        favor("I will finish this summer and have seen two homes in four years. Yes, please.", RESIDENT),
        favor(
            "I teach two residents a year in a town of 9,000. Best weeks of my year, and, they tell me, of theirs.",
            RURAL,
        ),
        doubt("Three statements in one: training, research, feedback. I agree with the first and half of the second."),
        doubt("As ready as for the inpatient unit? With four weeks against eighteen months?", ACADEMIC),
        doubt("Who pays the community teacher? Faculty titles do not heat the office."),
        doubt("Every practice “sends in” results... to whom? Under whose rules? Spell it out or leave it out."),
        oppose("Trainees need more medicine, not more driving."),
        oppose("We are 1.5 physicians and a dog. We will not be sending in results."),
    ),
    "S4": (
        favor("+1"),
        favor("The sentence about the fall should be on our letterhead."),
        favor("A prevented fall saves somebody’s budget, never mine. If this statement fixes that I’ll frame it."),
        favor("As an employed physician I’m measured in visits. I’d love to be measured in this.", EMPLOYED),
        doubt("Payment by regained function will punish us for taking people who don’t regain any. Think of ALS."),
        doubt("“is known to keep people at home” – is it? Then cite it; else say “has been shown” in ten years' time."),
        doubt("Early for whom? In our system early means before the deductible is met."),
        doubt(
            "My salary comes from one source and my patients do not get a bill. Word this so that it includes us.",
            VETERANS,
        ),
        oppose("Payment models are gone before the ink is dry. Take money out of the vision."),
        oppose(
            "Independent “if they wish”: as if it were a wish. Half of the small practices near me are gone.", RURAL
        ),
    ),
}
