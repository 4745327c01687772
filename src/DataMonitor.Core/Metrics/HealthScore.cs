using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Metrics;

/// <summary>How healthy a dataset is, as one number for people who do not read checks.</summary>
public static class HealthScore
{
    /// <summary>
    /// 100 × Σ weight × credit ÷ Σ weight. Weight doubles with each severity: info 1, minor 2, major 4, critical 8.
    /// Credit: passed 1, warned 0.5, failed and errored 0. Checks that were not applicable do not count.
    /// </summary>
    /// <returns>0 to 100, or <see langword="null"/> when nothing was judged.</returns>
    public static double? Of(IEnumerable<CheckResult> results)
    {
        var (sum, total) = (0d, 0d);
        foreach (var result in results.Where(result => result.Outcome != CheckOutcome.NotApplicable))
        {
            var weight = Weight(result.Severity);
            total += weight;
            sum += weight * Credit(result.Outcome);
        }

        return total > 0 ? 100 * sum / total : null;
    }

    private static double Weight(Severity severity) => severity switch
    {
        Severity.Critical => 8,
        Severity.Major => 4,
        Severity.Minor => 2,
        _ => 1,
    };

    private static double Credit(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => 1,
        CheckOutcome.Warned => 0.5,
        _ => 0,
    };
}
