using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Evaluation;

/// <summary>Makes one result of the segments of a check: the worst of them counts, and the explanation names the worst few.</summary>
internal sealed class SegmentSummary
{
    private const int MostNamed = 3;

    private readonly CheckHeader header;
    private readonly PerSegment per;
    private readonly SegmentEvents events;
    private readonly SegmentedEvaluation.Judged[] ranked;

    /// <param name="judged">At least one.</param>
    public SegmentSummary(CheckHeader header, PerSegment per, IEnumerable<SegmentedEvaluation.Judged> judged, SegmentEvents events)
    {
        (this.header, this.per, this.events) = (header, per, events);
        ranked =
        [
            .. judged
                .OrderByDescending(each => each.Result.Outcome.Rank())
                .ThenBy(each => each.Result.Outcome == CheckOutcome.NotApplicable)
                .ThenByDescending(each => Excess(each.Result))
                .ThenByDescending(each => each.Rows)
                .ThenBy(each => each.Segment.Column, StringComparer.Ordinal)
                .ThenBy(each => each.Segment.Name, StringComparer.Ordinal),
        ];
    }

    public CheckResult On(CheckResult blank)
    {
        var worst = ranked[0].Result;
        var ofOneColumn = ranked.Where(each => each.Segment.Column == per.Columns[0]).Select(each => each.Result).ToArray();
        return blank with
        {
            Outcome = Worse(Worse(worst.Outcome, events.New.Length, per.New), events.Vanished.Length, per.Vanished),
            Value = worst.Value,
            Unit = worst.Unit,
            Limit = worst.Limit,
            Lower = worst.Lower,
            Upper = worst.Upper,
            FailedRows = ofOneColumn.Sum(result => result.FailedRows) is var failed && Array.Exists(ofOneColumn, result => result.FailedRows is not null) ? failed : null,
            Rows = ofOneColumn.Sum(result => result.Rows) is var rows && Array.Exists(ofOneColumn, result => result.Rows is not null) ? rows : null,
            Explanation = Explanation(),
            Segments = ranked.Select(each => new SegmentResult(
                each.Segment, each.Result.Outcome, each.Result.Value, each.Result.Unit, each.Result.Lower, each.Result.Upper,
                each.Result.FailedRows, each.Result.Rows ?? each.Rows)).ToValueList(),
        };
    }

    /// <summary>How far a value lies beyond its limits, as a share of them; below 0 inside, least without limits.</summary>
    private static double Excess(CheckResult result)
    {
        if (result.Value is not { } value || (result.Lower ?? result.Upper) is null)
        {
            return double.NegativeInfinity;
        }

        var scale = Math.Max(Math.Abs(result.Lower ?? 0), Math.Abs(result.Upper ?? 0));
        return Math.Max(value - (result.Upper ?? double.PositiveInfinity), (result.Lower ?? double.NegativeInfinity) - value) / (scale > 0 ? scale : 1);
    }

    private static CheckOutcome Worse(CheckOutcome outcome, int count, SegmentNews news)
    {
        var judged = (count, news) switch
        {
            (> 0, SegmentNews.Warn) => CheckOutcome.Warned,
            (> 0, SegmentNews.Fail) => CheckOutcome.Failed,
            _ => CheckOutcome.Passed,
        };
        return judged.Rank() > outcome.Rank() ? judged : outcome;
    }

    /// <returns><c>email per country: 3 of 21 fail: DE 7.1 % missing (71 of 1,000 rows), at most 2 % allowed; … New: XK.</c></returns>
    private string Explanation()
    {
        var subject = new[] { header.Column, header.Name }.OfType<string>().FirstOrDefault(name => Array.TrueForAll(ranked, each => Begins(each, name) || IsWithout(each)) && Array.Exists(ranked, each => Begins(each, name)));
        var lead = subject is null ? Sentences.Capitalized(per.Words)
            : subject.EndsWith(per.Words, StringComparison.Ordinal) ? subject
            : $"{subject} {per.Words}";
        return $"{lead}: {Verdict(subject)}.{News("New", events.New, per.New)}{News("Vanished", events.Vanished, per.Vanished)}";

        static bool Begins(SegmentedEvaluation.Judged each, string name) => each.Result.Explanation.StartsWith($"{name}: ", StringComparison.Ordinal);

        static bool IsWithout(SegmentedEvaluation.Judged each) => each.Result.Outcome is CheckOutcome.Errored;
    }

    private string Verdict(string? subject)
    {
        var counts = new[]
        {
            Counted(CheckOutcome.Errored, "cannot be measured", "cannot be measured"), Counted(CheckOutcome.Failed, "fails", "fail"), Counted(CheckOutcome.Warned, "warns", "warn"),
        }.Where(count => count.Count > 0).ToArray();
        if (counts.Length > 0)
        {
            var bad = counts.Sum(count => count.Count);
            var named = string.Join("; ", ranked.Take(Math.Min(bad, MostNamed)).Select(Said));
            var more = bad > MostNamed ? $"; and {Display.Count(bad - MostNamed)} more" : "";
            return $"{Display.Count(counts[0].Count)} of {Display.Count(ranked.Length)} {counts[0].Verb}{string.Concat(counts.Skip(1).Select(count => $", {Display.Count(count.Count)} {count.Verb}"))}: {named}{more}";
        }

        var judged = ranked.Count(each => each.Result.Outcome == CheckOutcome.Passed);
        var first = Said(ranked[0]);
        return (judged, ranked.Length) switch
        {
            (0, 1) => first,
            (0, var all) => $"none of {Display.Count(all)} can be judged: {first}",
            (1, 1) => $"the only one passes: {first}",
            var (some, all) => $"{(some == all ? $"all {Display.Count(all)} pass" : $"{Display.Count(some)} of {Display.Count(all)} pass, the others cannot be judged")}, {Place()}: {first}",
        };

        (int Count, string Verb) Counted(CheckOutcome outcome, string one, string many)
        {
            var count = ranked.Count(each => each.Result.Outcome == outcome);
            return (count, count == 1 ? one : many);
        }

        string Said(SegmentedEvaluation.Judged each) => $"{Name(each.Segment)} {Without(each.Result.Explanation, subject)}";
    }

    private string Place() => double.IsNegativeInfinity(Excess(ranked[0].Result)) ? "the largest" : "nearest to its limit";

    private string Name(Segment segment) => per.Columns.Count == 1 ? segment.Name : $"{segment.Column} {segment.Name}";

    private static string Without(string explanation, string? subject)
    {
        var sentence = explanation.EndsWith('.') ? explanation[..^1] : explanation;
        return subject is not null && sentence.StartsWith($"{subject}: ", StringComparison.Ordinal) ? sentence[(subject.Length + 2)..] : sentence;
    }

    private string News(string word, IReadOnlyCollection<Segment> segments, SegmentNews news) => segments.Count == 0 || news == SegmentNews.Ignore
        ? ""
        : $" {word}{(news == SegmentNews.Tell ? "" : ", which is not expected")}: {string.Join(", ", segments.Take(MostNamed).Select(Name))}"
            + $"{(segments.Count > MostNamed ? $" and {Display.Count(segments.Count - MostNamed)} more" : "")}.";
}
