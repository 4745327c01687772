using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Daemon.Commands.Reports;

/// <summary>What measuring would cost and has cost, in words.</summary>
internal static class CostWords
{
    public static void Write(Dataset dataset, SourceHeader source, Spending spent, ScanEstimate estimate, TextWriter output)
    {
        output.Write($"  {Of(estimate.Rows, estimate.Bytes)}\n");
        output.Write($"  today so far (UTC): {Of(spent.Dataset, dataset.Limits.Budget)}; all of source '{source.Name}': {Of(spent.Source, source.Budget)}\n");
        if (CostGuard.Refusal(dataset, source, spent, estimate) is { } refusal)
        {
            output.Write($"  would be refused now. {refusal}\n");
        }
    }

    /// <returns><c>would read about 10,000,000 rows, 1.4 GB</c>.</returns>
    public static string Of(long? rows, long? bytes) => (rows, bytes) switch
    {
        (null, null) => "the engine does not tell what it would read",
        ({ } count, null) => $"would read about {Rows(count)}",
        (null, { } size) => $"would read about {Display.Bytes(size)}",
        ({ } count, { } size) => $"would read about {Rows(count)}, {Display.Bytes(size)}",
    };

    /// <returns>What a run read, as the end of a line: <c>, about 10,000,000 rows and 1.4 GB read</c>; empty where it is too little to be known.</returns>
    public static string Read(IEnumerable<StatementCost> statements) => Cost.Of(statements) switch
    {
        { Rows: 0, Bytes: 0 } => "",
        { Bytes: 0 } cost => $", about {Rows(cost.Rows)} read",
        { Rows: 0 } cost => $", about {Display.Bytes(cost.Bytes)} read",
        var cost => $", about {Rows(cost.Rows)} and {Display.Bytes(cost.Bytes)} read",
    };

    private static string Of(Cost cost, Budget budget)
    {
        var rows = Rows(cost.Rows) + (budget.Rows is { } most ? $" of {Display.Count(most)}" : "");
        var bytes = Display.Bytes(cost.Bytes) + (budget.Bytes is { } largest ? $" of {Display.Bytes(largest)}" : "");
        var time = Display.Seconds(cost.Time.TotalSeconds) + (budget.Time is { } longest ? $" of {Display.Seconds(longest.TotalSeconds)}" : "");
        return $"{rows}, {bytes}, {time}";
    }

    private static string Rows(long count) => Display.Of(count, Core.Checks.MetricUnit.Rows);
}
