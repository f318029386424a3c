"""Invented comments on steps under the goals of the sample plan, by the step's label."""

from __future__ import annotations

from surveyapp.demo.voices.comment import Comment, Speaker, doubt, favor, oppose

RESIDENT, RURAL, VETERANS = Speaker.RESIDENT, Speaker.RURAL, Speaker.VETERANS
PEDIATRIC, ACADEMIC, SENIOR, EMPLOYED = Speaker.PEDIATRIC, Speaker.ACADEMIC, Speaker.SENIOR, Speaker.EMPLOYED

ON_STEPS: dict[str, tuple[Comment, ...]] = {
    "A.1": (doubt("Publish, fine. Where? Nobody outside reads what we publish."),),
    "A.1.a": (
        doubt("Two weeks came from families in cities, I bet. Ask again where the road floods.", RURAL),
        oppose("Convene, convene. A phone call to five case managers would do."),
    ),
    "A.1.a.i": (favor("Equal number is the right word. Do not water it down to “representation”.", RURAL),),
    "A.1.a.ii": (favor("Thank you for this line. It takes 40 minutes per interview, so budget for it."),),
    "A.1.b": (doubt("Six practices is an anecdote. Twelve, or call it a trial run."),),
    "A.2": (favor("We did it with a calendar & a pencil. 3rd next available, every Monday."),),
    "A.2.b": (
        doubt("With five practices in my region everybody knows whose code it is.", RURAL),
        oppose("League tables, even coded ones, end with somebody’s administrator."),
    ),
    "A.3": (
        doubt("First TWO visits. The first one goes to paperwork anyway."),
        doubt("“Ask” payers? We asked. Bring a bill or a bargain."),
        doubt("Needs the story of one patient and one number. I have both, call me."),
        doubt("They will say “data first”. So do A.3.a before A.3."),
        favor("If only one line of this plan survives, please this one."),
        oppose("Payers will trade it for something worse."),
    ),
    "A.3.a": (favor("I can send you nine from this year, anonymized, dates and all."),),
    "B.1": (
        doubt("Under five minutes for whom? My patients with aphasia need fifteen & deserve them."),
        oppose("One set for all = no set for children.", PEDIATRIC),
    ),
    "B.1.a": (favor("Free of charge!! We paid $3 per sheet last year."),),
    "B.1.b": (
        doubt("Too long. I read it twice. Make it two steps."),
        favor("Best step in the document: what a measure can’t show is what I explain to reviewers all day."),
    ),
    "B.2": (oppose("Toolkits are where PDFs retire."),),
    "B.3": (
        doubt("Three places, three owners. Start with the discharge summary; that one is ours."),
        favor("If the goal were the first line of the summary I'd read summaries again."),
    ),
    "B.3.a": (doubt("12 conditions, or 12 situations? “Lives alone, third floor” is not a diagnosis."),),
    "B.3.b": (
        doubt("Vendors charge us for each field. Get it into the standard, then they must."),
        oppose("the problem list is a landfill already"),
    ),
    "B.3.c": (favor("Start with the insurer whose medical director has a parent in rehab. I am only half joking."),),
    "C.1": (doubt("Does, or should do? In my town the answers differ by a lot."),),
    "C.1.a": (doubt("Add who is NOT to be called on Friday evening. (Me, for a pillow.)"),),
    "C.1.b": (favor("Dogs. Thank you."), doubt("Add weather. I have been in a ditch twice.", RURAL)),
    "C.2": (
        doubt("Residency, fellowship and CME are three audiences with three owners. Split."),
        doubt("Regular? Say “required” or nothing will happen.", RESIDENT),
        oppose("The curriculum is full.", ACADEMIC),
    ),
    "C.2.a": (
        doubt("Ask every residency to OFFER is toothless; require, and tell us what to drop.", ACADEMIC),
        doubt("4 wks only if not during my inpatient block pls", RESIDENT),
        oppose("Four weeks away with nobody on the unit? Not with six residents.", ACADEMIC),
        oppose("Unfunded mandate."),
    ),
    "C.2.b": (favor("Nobody ever showed us how. We sign notes of visits we imagine.", ACADEMIC),),
    "C.2.c": (favor("I’ll host. Bring boots.", RURAL), doubt("Lovely. Licenses, housing, malpractice, childcare?")),
    "C.2.d": (
        favor("Settling a dispute between two agencies: I’d pay extra for that hour."),
        oppose("I come to the meeting for medicine. Role play is for drama school.", SENIOR),
    ),
    "D.1": (favor("I live 4 miles from a border that my patients cross for groceries."),),
    "D.2": (
        doubt("By diagnosis, by exam, or by patient? And keep it to one page."),
        doubt("Second person: a nurse? a daughter? That is the entire question."),
        doubt("Write it with the therapists, they do more video than we do."),
        favor("Overdue. Our clinic has three opinions on this, and two physiatrists."),
        oppose("A list of what may not be done will be used against us by Thursday."),
    ),
    "D.3": (doubt("Fair to whom? In miles or minutes? Mountains matter.", RURAL),),
    "D.4": (
        favor("Good list, and honest that we can't do it alone."),
        oppose("Three nouns are not a plan."),
    ),
    "D.4.a": (
        doubt("DME what? Delays, coverage, suppliers? One word is not a step."),
        doubt("14 weeks for a chair, then the child has grown.", PEDIATRIC),
    ),
    "D.4.b": (
        oppose("We are not the telephone company."),
        favor("Our library lends hotspots. Steal that idea.", RURAL),
    ),
    "D.4.c": (favor("Include sign language, please. Video was made for it."),),
    "D.5": (
        favor("My 91-year-olds are excellent on the telephone. 📞"),
        doubt("Say audio-only, else coders won’t get it."),
    ),
    "E.1": (doubt("Join an existing family-medicine network before founding our own.", ACADEMIC),),
    "E.1.a": (favor("Two questions & one form is the first sane proposal of this kind that I've read."),),
    "E.1.b": (favor("“nobody collects good data for nothing”: keep this sentence!"), oppose("Pay with what?")),
    "E.2": (favor("A plan that starts with other people’s questions. Good."), doubt("Ask them first, then write a-c.")),
    "E.2.a": (doubt("Readmission within 30 days is what hospitals count; six months is what families count. Both?"),),
    "E.2.b": (doubt("Randomize it or the answer will be “it depends who was sent where”.", ACADEMIC),),
    "E.2.c": (
        favor("Brave. I’m for it."),
        oppose("Payers will quote this against every one of our patients. Delete."),
    ),
    "E.3": (favor("Yes!! In all my years of registries I have had one letter back."), doubt("Within how many months?")),
    "E.3.a": (favor("My patients ask for their results more often than reviewers do."),),
    "F.1": (
        doubt("2 working days = 4 with a weekend. Say 48 hours or be honest."),
        doubt("Any practice? Even those that never refer? There go my lunch breaks."),
        doubt("who answers in august"),
        favor("This is how I built my practice. One answered question at a time."),
    ),
    "F.1.a": (favor("Works here, happy to show the numbers.", EMPLOYED),),
    "F.1.b": (favor("Put me on it."), doubt("a list w/o backup is one vacation away from useless")),
    "F.2": (doubt("State law decides who signs. Model agreement x 50?"),),
    "F.2.a": (favor("Schools have their own orders, forms & calendar. Needs its own page, yes.", PEDIATRIC),),
    "F.3": (
        oppose("More meetings to strengthen meetings."),
        favor("Went to a home-health congress. Was the only one."),
    ),
    "H.1": (favor("Start with parents of children with complex needs; they’ve built it already.", PEDIATRIC),),
    "H.2": (
        doubt("Who pays is the step. The rest is decoration."),
        oppose("Vendors at the table before patients? No."),
    ),
}
