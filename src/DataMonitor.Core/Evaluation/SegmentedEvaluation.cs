using DataMonitor.Core.Checks;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Evaluation;

/// <summary>Judges a check per value of a column: every segment against the same expectation and its own history.</summary>
internal static class SegmentedEvaluation
{
    /// <summary>One segment, judged as if it were a check of its own.</summary>
    /// <param name="Rows">Of the segment, whatever the check looks at.</param>
    public sealed record Judged(Segment Segment, long Rows, CheckResult Result);

    public delegate Task<CheckResult> Judge(Observation observation, PastValues past);

    /// <param name="answer">What the source said to a request.</param>
    /// <param name="judge">Holds an observation against the expectation of the check.</param>
    /// <param name="blank">The check without an outcome.</param>
    public static async Task<CheckResult> EvaluateAsync(
        string dataset,
        Check check,
        PerSegment per,
        Func<AggregateRequest, AggregateValue> answer,
        Judge judge,
        CheckResult blank,
        IHistory history,
        ObservationContext context,
        CancellationToken cancellationToken)
    {
        var judged = new List<Judged>();
        foreach (var column in per.Columns)
        {
            var answers = check.Needs.Concat(check.Wishes).Distinct().ToDictionary(request => request, request => answer(per.Part(request, column)));
            if (check.Needs.Select(need => answers[need]).OfType<MeasureError>().FirstOrDefault() is { } error)
            {
                return Errored(blank, error);
            }

            foreach (var segment in ((SegmentedValue)answers[check.Needs[0]]).Segments)
            {
                var figures = answers.ToDictionary(pair => pair.Key, pair => ValueOf(pair.Value, segment.Segment));
                judged.Add(new(segment.Segment, segment.Rows, await JudgeAsync(segment.Segment, figures)));
            }
        }

        var before = per is { New: SegmentNews.Ignore, Vanished: SegmentNews.Ignore }
            ? []
            : await history.SegmentsAsync(dataset, check.Header.Id, context.ScheduledAt, cancellationToken);
        return new SegmentSummary(check.Header, per, judged, SegmentEvents.Between(before, [.. judged.Select(each => each.Segment)])).On(blank);

        async Task<CheckResult> JudgeAsync(Segment segment, Dictionary<AggregateRequest, AggregateValue> figures) =>
            check.Needs.Select(need => figures[need]).OfType<MeasureError>().FirstOrDefault() is { } error
                ? Errored(blank, error)
                : await judge(
                    check.Observe(new Measurements(figures), context),
                    (before, limit) => history.SegmentValuesAsync(dataset, check.Header.Id, segment, before, limit, cancellationToken));
    }

    private static CheckResult Errored(CheckResult blank, MeasureError error) =>
        blank with { Outcome = CheckOutcome.Errored, Explanation = $"{error.Problem} {error.Remedy}" };

    /// <summary>Requests of one check see the same rows in one snapshot, so that all have the same segments; a wish may have failed as a whole.</summary>
    private static AggregateValue ValueOf(AggregateValue value, Segment segment) => value is SegmentedValue segmented
        ? segmented.Segments.FirstOrDefault(each => each.Segment == segment)?.Value ?? new MeasureError("The segment was not measured.", "Run the check again.")
        : value;
}
