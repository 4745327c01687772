using DataMonitor.Core.Checks;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;

namespace DataMonitor.Daemon.Web;

/// <summary>A state as the pages show it: always a word, a shape and a colour together. In the order in which people should look at them.</summary>
public enum Mark
{
    Failed,
    Errored,
    Missed,
    Warned,
    Waiting,
    NotApplicable,
    Passed,
}

internal static class Marks
{
    /// <summary>States that count as needing attention in headlines.</summary>
    public static bool NeedsAttention(this Mark mark) => mark is Mark.Failed or Mark.Errored or Mark.Missed;

    public static string Word(this Mark mark) => mark switch
    {
        Mark.NotApplicable => "Not applicable",
        Mark.Waiting => "Not run yet",
        _ => mark.ToString(),
    };

    /// <returns>The class in the stylesheet and the value of <c>?state=</c>.</returns>
    public static string Key(this Mark mark) => mark switch
    {
        Mark.NotApplicable => "na",
        Mark.Waiting => "waiting",
        Mark.Failed => "failed",
        Mark.Errored => "errored",
        Mark.Missed => "missed",
        Mark.Warned => "warned",
        _ => "passed",
    };

    public static Mark Of(RunStatus status) => status switch
    {
        RunStatus.Passed => Mark.Passed,
        RunStatus.Warned => Mark.Warned,
        RunStatus.Failed => Mark.Failed,
        RunStatus.Errored => Mark.Errored,
        RunStatus.Missed => Mark.Missed,
        _ => Mark.Waiting,
    };

    public static Mark Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => Mark.Passed,
        CheckOutcome.Warned => Mark.Warned,
        CheckOutcome.Failed => Mark.Failed,
        CheckOutcome.Errored => Mark.Errored,
        _ => Mark.NotApplicable,
    };

    public static Mark Of(Incident incident) => incident.ResolvedAt is null ? Of(incident.Worst) : Mark.Passed;
}
