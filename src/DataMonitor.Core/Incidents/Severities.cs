using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Incidents;

/// <summary>How loud an incident is.</summary>
public static class Severities
{
    /// <returns>The owner's word for the check, otherwise for the dataset, otherwise what the tier suggests.</returns>
    public static Severity Of(Dataset dataset, Severity? ofCheck = null) => ofCheck ?? dataset.Alerts.Severity ?? dataset.Tier switch
    {
        Tier.Critical => Severity.Critical,
        Tier.High or Tier.Normal => Severity.Major,
        _ => Severity.Minor,
    };

    /// <returns>The full severity of a check that failed or could not run; one step less, but never below Info, when it only warned.</returns>
    public static Severity Of(CheckResult result) => result.Outcome == CheckOutcome.Warned && result.Severity > Severity.Info
        ? result.Severity - 1
        : result.Severity;
}
