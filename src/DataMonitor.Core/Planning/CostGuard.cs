using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;

namespace DataMonitor.Core.Planning;

/// <summary>Refuses a run that would cost more than a day may. Pure.</summary>
public static class CostGuard
{
    /// <returns>Why the run must not start, with the figures, as whole sentences; <see langword="null"/> when it may.</returns>
    public static string? Refusal(Dataset dataset, SourceHeader source, Spending spent, ScanEstimate estimate) =>
        Refusal(dataset.Limits.Budget, $"dataset '{dataset.Name}'", "limits", spent.Dataset, estimate)
        ?? Refusal(source.Budget, $"source '{source.Name}'", "sources.yaml", spent.Source, estimate);

    private static string? Refusal(Budget budget, string whose, string where, Cost spent, ScanEstimate estimate)
    {
        if (Exceeds(budget.Rows, spent.Rows, estimate.Rows))
        {
            return Sentence("rows_per_day", Rows(estimate.Rows), Rows(spent.Rows), Rows(budget.Rows));
        }

        if (Exceeds(budget.Bytes, spent.Bytes, estimate.Bytes))
        {
            return Sentence("bytes_per_day", Bytes(estimate.Bytes), Bytes(spent.Bytes), Bytes(budget.Bytes));
        }

        return budget.Time is { } time && spent.Time >= time
            ? $"Not measured: the statements of {whose} took {Display.Seconds(spent.Time.TotalSeconds)} today (UTC), and the budget is {Display.Seconds(time.TotalSeconds)}. {Remedy("time_per_day")}"
            : null;

        string Sentence(string key, string needed, string used, string allowed) =>
            $"Not measured: it would read about {needed}; the budget of {whose} is {allowed} a day (UTC), of which {used} are used. {Remedy(key)}";

        string Remedy(string key) => $"Raise '{key}' in {where}, narrow the checks with 'partition' or 'where', or run them less often.";
    }

    /// <summary>Where the engine gives no estimate, a used-up budget still stops the next run.</summary>
    private static bool Exceeds(long? budget, long spent, long? needed) => budget is { } most && (spent >= most || spent + (needed ?? 0) > most);

    private static string Rows(long? count) => count is { } rows ? Display.Of(rows, MetricUnit.Rows) : "an unknown number of rows";

    private static string Bytes(long? size) => size is { } bytes ? Display.Bytes(bytes) : "an unknown number of bytes";
}
