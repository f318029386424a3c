# Work every figure of figures.csv out again from responses.csv and questions.csv, and say which differ.
# It needs R 4 and nothing else: Rscript recompute.R
#
# Cells: -9 cannot judge, -8 not shown, 0 shown and not ranked, empty no answer.

plain <- function(x) {
  # The apostrophe that keeps spreadsheets from running a text is no part of it.
  guarded <- grepl("^'+[=+@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20-]", x)
  x[guarded] <- substring(x[guarded], 2)
  x
}

read <- function(name) {
  table <- read.csv(name, colClasses = "character", check.names = FALSE, na.strings = character(0),
                    fileEncoding = "UTF-8-BOM", encoding = "UTF-8")
  names(table) <- plain(names(table))
  table[] <- lapply(table, plain)
  table
}

share <- function(name, count, n) {
  if (n == 0) return(numeric(0))
  z <- qnorm(0.975)
  p <- count / n
  reach <- z * sqrt(p * (1 - p) / n + (z / (2 * n))^2)
  low <- if (count == 0) 0 else (p + z^2 / (2 * n) - reach) / (1 + z^2 / n)
  high <- if (count == n) 1 else (p + z^2 / (2 * n) + reach) / (1 + z^2 / n)
  setNames(c(p, low, high), paste0(name, c("", ".low", ".high")))
}

rating <- function(cells, question) {
  scores <- as.integer(cells[!cells %in% c("-9", "-8", "")])
  scale <- as.integer(question$low):as.integer(question$high)
  counts <- sapply(scale, function(score) sum(scores == score))
  figures <- c(n = length(scores), cannot_judge = sum(cells == "-9"), silent = sum(cells == ""),
               setNames(counts, paste0("count.", scale)))
  if (length(scores) > 0) {
    middle <- unname(quantile(scores, c(0.5, 0.25, 0.75), type = 7))
    figures <- c(figures, median = middle[1], lower_quartile = middle[2], upper_quartile = middle[3])
  }
  c(figures, share("share", sum(scores >= as.integer(question$top_from)), length(scores)), verdict(scores, question))
}

verdict <- function(scores, question) {
  # What the declared rule says: 1 in, -1 out, 0 neither. A share of n people is compared as a number of people.
  n <- length(scores)
  if (question$rule_kind == "" || n < max(as.integer(question$rule_smallest), 1)) return(numeric(0))
  agree <- as.integer(question$rule_agree_from)
  against <- suppressWarnings(as.integer(question$rule_against_to))
  if (question$rule_kind == "range") {
    middle <- unname(quantile(scores, c(0.25, 0.5, 0.75), type = 7))
    narrow <- middle[3] - middle[1] <= as.numeric(question$rule_most)
    return(c(verdict = narrow * ((middle[2] >= agree) - (middle[2] <= against))))
  }
  above <- sum(scores >= agree)
  below <- if (is.na(against)) 0 else sum(scores <= against)
  people <- function(share) round(n * as.numeric(share), 6)
  fewer <- if (question$rule_fewer_than == "") n + 1 else people(question$rule_fewer_than)
  least <- people(question$rule_least)
  if (above >= least && below < fewer) return(c(verdict = 1))
  mirrored <- question$rule_out == "mirror" && below >= least && above < fewer
  half <- question$rule_out == "half" && above <= people(question$rule_half)
  c(verdict = -as.numeric(mirrored || half))
}

choice <- function(cells, question) {
  chosen <- cells[!cells %in% c("-8", "")]
  options <- strsplit(sub('^\\["', "", sub('"\\]$', "", question$options)), '", "', fixed = FALSE)[[1]]
  figures <- c(n = length(chosen), silent = sum(cells == ""))
  for (number in seq_along(options)) {
    count <- sum(chosen == options[number])
    figures <- c(figures, setNames(count, paste0("count.", number)),
                 share(paste0("share.", number), count, length(chosen)))
  }
  figures
}

ranking <- function(cells, codes, source, k) {
  empty <- rowSums(cells == "") > 0
  cast <- cells[!empty & rowSums(cells != "-8" & cells != "0") > 0, , drop = FALSE]
  places <- matrix(suppressWarnings(as.numeric(cast)), nrow(cast))
  places[cast == "0"] <- Inf
  places[cast == "-8"] <- NA
  ranks <- first <- places
  for (row in seq_len(nrow(places))) {
    ranks[row, ] <- rank(places[row, ], na.last = "keep", ties.method = "average")
    first[row, ] <- rank(places[row, ], na.last = "keep", ties.method = "min")
  }
  shown <- rowSums(!is.na(ranks))
  points <- colSums(shown - ranks, na.rm = TRUE)
  attainable <- colSums((shown - 1) * !is.na(ranks))
  won <- ifelse(attainable > 0, points / attainable, 0)
  found <- setNames(c(nrow(cast), sum(empty)), paste(source, c("ballots", "silent")))
  if (nrow(cast) == 0) return(found)
  for (at in seq_along(codes)) {
    placed <- is.finite(places[, at])
    figures <- c(ranked = sum(placed), borda = points[at], place = 1 + sum(won - won[at] > 1e-12))
    if (any(!is.na(ranks[, at]))) figures <- c(figures, mean_rank = mean(ranks[, at], na.rm = TRUE))
    for (top in list(list("first", 1), list("top", k))) {
      figures <- c(figures, share(top[[1]], sum(placed & first[, at] <= top[[2]]), sum(!is.na(ranks[, at]))))
    }
    found <- c(found, setNames(figures, paste(codes[at], names(figures))))
  }
  m <- nrow(ranks)
  n <- ncol(ranks)
  if (m < 2 || n < 3 || anyNA(ranks)) return(found)
  spread <- sum((colSums(ranks) - m * (n + 1) / 2)^2)
  ties <- sum(apply(ranks, 1, function(row) sum(table(row)^3 - table(row))))
  possible <- m^2 * (n^3 - n) - m * ties
  if (possible == 0) return(found)
  w <- 12 * spread / possible
  c(found, setNames(c(w, pchisq(m * (n - 1) * w, n - 1, lower.tail = FALSE)), paste(source, c("w", "w.p"))))
}

responses <- read("responses.csv")
questions <- read("questions.csv")
found <- c("responses counted" = nrow(responses))
for (number in seq_len(nrow(questions))) {
  question <- questions[number, ]
  column <- question$column
  cells <- responses[[column]]
  figures <- switch(question$kind,
    rating = rating(cells, question),
    choice = choice(cells, question),
    text = c(texts = sum(cells != "")),
    numeric(0))
  if (length(figures) > 0) found <- c(found, setNames(figures, paste(column, names(figures))))
}
for (source in unique(questions$source[questions$kind == "ranking"])) {
  asked <- questions[questions$source == source & questions$kind == "ranking", ]
  k <- if (asked$first_places[1] == "") 1 else as.integer(asked$first_places[1])
  found <- c(found, ranking(as.matrix(responses[, asked$column, drop = FALSE]), asked$column, source, k))
}

figures <- read("figures.csv")
expected <- setNames(as.numeric(figures$value), paste(figures$source, figures$statistic))
differs <- function(name) {
  ours <- unname(found[name])
  is.na(ours) || abs(ours - expected[[name]]) > 1e-12 + 1e-9 * abs(expected[[name]])
}
wrong <- Filter(differs, names(expected))
for (name in wrong) cat(name, ":", found[name], "instead of", expected[[name]], "\n")
beyond <- setdiff(names(found), names(expected))
for (name in beyond) cat(name, ": not in figures.csv\n")
cat(length(expected), "figures,", length(wrong) + length(beyond), "differ.\n")
if (length(wrong) + length(beyond) > 0) quit(status = 1)
