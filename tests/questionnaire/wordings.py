"""Examples of wordings and their redlines, for Python's and for the browser's: [-removed-], [+added+]."""

EXAMPLES = [
    ("Shorten the wait.", "Shorten the wait.", "Shorten the wait."),
    ("Shorten the wait.", "  Shorten\n\nthe  wait.\n", "Shorten the wait."),
    ("Shorten the wait.", "Halve the wait.", "[-Shorten-] [+Halve+] the wait."),
    ("Shorten the wait.", "Shorten the long wait.", "Shorten the [+long+] wait."),
    ("Shorten the long wait.", "Shorten the wait.", "Shorten the [-long-] wait."),
    ("Shorten the wait.", "Shorten the wait, everywhere.", "Shorten the [-wait.-] [+wait, everywhere.+]"),
    ("Shorten the wait", "Shorten The wait", "Shorten [-the-] [+The+] wait"),
    ("Publish one definition", "Agree on two definitions", "[-Publish one definition-] [+Agree on two definitions+]"),
    ("one two three four", "one 2 three 4", "one [-two-] [+2+] three [-four-] [+4+]"),
    ("a b c d", "b a d c", "[-a-] b [-c-] [+a+] d [+c+]"),
    ("x a b a", "a", "[-x-] a [-b a-]"),
    ("the wait for the visit", "the visit", "the [-wait for the-] visit"),
    ("Ask payers.", "", "[-Ask payers.-]"),
    ("", "Ask payers.", "[+Ask payers.+]"),
    ("", " \n", ""),
    ("naïve “quoted” – dash", "naïve “quoted” — dash", "naïve “quoted” [-–-] [+—+] dash"),
    ("<b>bold</b> & more", "<i>bold</i> & more", "[-<b>bold</b>-] [+<i>bold</i>+] & more"),
    ("no\u00a0break\ufeffhere", "no break here", "no break here"),
    ("one\u0085two\x1fthree", "one two three", "one two three"),
    ("👩‍⚕️ leads", "👩‍⚕️ and 👨‍⚕️ lead", "👩‍⚕️ [-leads-] [+and 👨‍⚕️ lead+]"),
]
