using DataMonitor.Core.Checks;

namespace DataMonitor.Core.Evaluation;

/// <summary>Holds an observation against the levels of its expectation.</summary>
internal static class Judgement
{
    private const string NoHistory = "no history yet to compare with";

    public static CheckResult Of(Observation observation, Level? warn, Level? fail, CheckResult blank)
    {
        var outcome = observation.Verdict ?? Outcome(warn, fail);
        var leading = fail ?? warn;
        var (lower, upper) = leading is null ? (null, null) : leading.Condition.Bounds(leading.Baseline);
        var reading = leading?.Reading ?? observation.Values.Select(value => (Reading?)value).FirstOrDefault();
        return blank with
        {
            Outcome = outcome,
            Value = reading?.Value,
            Unit = reading?.Unit ?? blank.Unit,
            Limit = Limit(warn, fail),
            Lower = lower,
            Upper = upper,
            Explanation = Explanation(observation.Subject, outcome, warn, fail),
        };
    }

    /// <summary>A failed level decides; what cannot be judged says nothing, and when nothing can be judged the check does not apply.</summary>
    private static CheckOutcome Outcome(Level? warn, Level? fail) => (fail?.IsMet, warn?.IsMet) switch
    {
        (false, _) => CheckOutcome.Failed,
        (_, false) => CheckOutcome.Warned,
        (null, null) when (warn ?? fail) is not null => CheckOutcome.NotApplicable,
        _ => CheckOutcome.Passed,
    };

    private static string? Limit(Level? warn, Level? fail) => (warn, fail) switch
    {
        (null, null) => null,
        (null, { } only) => only.Words,
        ({ } only, null) => $"{only.Words} (otherwise a warning)",
        ({ } low, { } high) => $"{high.Words} (warning unless {low.Words})",
    };

    private static string Explanation(string subject, CheckOutcome outcome, Level? warn, Level? fail)
    {
        var told = outcome == CheckOutcome.Failed ? fail ?? warn : warn ?? fail;
        return outcome switch
        {
            CheckOutcome.NotApplicable => $"{subject}, {NoHistory}.",
            _ when told is null => $"{subject}.",
            _ when told.IsMet is null => $"{subject}, {(told == warn ? fail : warn)?.Sentence ?? NoHistory}.",
            _ => $"{subject}, {told.Sentence}.",
        };
    }
}
