"""Invented words that fit anywhere: general comments, brief reactions, asides, and what members miss in the plan."""

from __future__ import annotations

from surveyapp.demo.voices.comment import Comment, Mood, Speaker, doubt, favor, oppose

ANYWHERE: tuple[Comment, ...] = (
    favor("Agree, and I’d start here rather than with a task force."),
    favor("Clear, short, testable. More like this please."),
    favor("Happy to help with this one."),
    favor("This would make a difference to me within a year."),
    favor("100% agree; 0% sure how."),
    favor("I would have put it exactly so"),
    favor("地域リハビリテーション, as my teachers said: rehabilitation in the community and by it.", Speaker.SENIOR),
    doubt("Who does it, by when, and how will we know?"),
    doubt("Right idea, wants a number and a date."),
    doubt("I’m for it in principle. In practice I have two exam rooms and no manager.", Speaker.RURAL),
    doubt("Fine for large systems. Please write one sentence for the rest of us."),
    doubt("Who pays?"),
    doubt("Not sure that this is the society’s job rather than the state’s."),
    doubt("Reads like a compromise between two people in the room."),
    doubt("Sounds good but I have read it three times & couldnt tell my partner what we'd actually do"),
    doubt("Ask those who'd have to do it: residents & front desks.", Speaker.RESIDENT),
    oppose("Words, words. Cut."),
    oppose("We do this already; no plan needed."),
    oppose("Not worth the paper. Put the money into one thing and do it well."),
    oppose("I fail to see what members get from it."),
    oppose("Tried. Failed. Ask the people who were there why."),
    oppose("@ the committee: have you asked anyone who works nights?"),
)

BRIEF: dict[Mood, tuple[str, ...]] = {
    Mood.FAVOR: ("Agree.", "Yes", "yes please", "Keep.", "Good one", "👍", "Essential for us."),
    Mood.DOUBT: ("How?", "Unclear to me.", "By when?", "not sure", "Needs work", "Who?", "Too vague."),
    Mood.OPPOSE: ("No.", "Drop it", "not for us", "Skip this one.", "Disagree", "Not now."),
}

ASIDES: tuple[str, ...] = (
    "The link would not open in my hospital’s browser, I had to use my phone.",
    "Please move the annual meeting out of the school holidays.",
    "Unrelated: when will the directory be searchable again?",
    "First survey in years that I’ve finished. Thank you for asking one thing at a time.",
    "شكراً. Thank you for asking us.",
    "Wrong box, sorry, ignore\tthis",
    "I retired in March and still read every page. Good luck to you all!",
    "Dues went up and the journal got thinner. Just saying.",
)

MISSING: tuple[str, ...] = (
    "Caregivers. They appear in one sub-step and do most of the work.",
    "Return to work & driving. It is what my patients ask about at every single visit.",
    "Money. Three years, eight goals, and no line that says what it will cost.",
    "Children growing up: nobody in this plan turns eighteen.",
    "mental health!!",
    "Nothing on spasticity care between the hospital pump clinic and the home. We lose people there.",
    "Rural practice is named four times and has no goal of its own.",
    "Veterans who use two systems at once. Their records don’t meet, their goals neither.",
    "Assistive technology other than wheelchairs: speech devices, environmental controls, apps.",
    "Pain.",
    "A word on nursing facilities. A third of my referrals go from hospital to facility and vanish.",
    "Housing. I can prescribe a ramp and not a ground floor.",
    "Physician burnout: who will do all this?",
    "Residents. We are “trainees” in one paragraph. Put two of us on the committee.",
    "Sports, parks, gyms, pools: the community in community rehabilitation.",
    "Nothing. It’s long enough.",
    "Which goals will be STOPPED? A plan without a stop list is a wish list.",
    "Equity. Say plainly whose waits are longest, and count by language and zip code.",
    "Advocacy at state level: most of these obstacles are state rules.",
    "An index of terms. “Functional”, “community” and “team” mean five things in this text.",
    "Cancer survivors; they are a quarter of my clinic & not mentioned at all",
    "What happens at 2 years? Everything here is about the first months after discharge.",
    "- prosthetics\n- orthotics\n- follow-up of both at home",
    "=hire a lobbyist",
    "Transport. You cannot widen access without a van.",
    "Aphasia-friendly material. Start with this very plan.",
    "Peer mentors: people who have lived it for ten years, paid, on the team.",
    "How members’ answers will change anything. I’ve filled in surveys before.",
    "Disaster planning. After the flood it was home-health aides who knew who was on oxygen.",
    "Palliative care and rehabilitation meet in the home and ignore each other. So does the plan.",
    "Nutrition. I know, everybody wants their thing in. Still.",
    "Artificial intelligence is not mentioned. Good, or an oversight?",
    "The patient’s own voice, in the first person, on page one.",
    "Nothing about long-term follow-up of people with spinal cord injury, who’ll need us for 40 years. Bitte ergänzen!",
)
