using System.Collections.Immutable;

namespace DataMonitor.Core.Runs;

/// <summary>Finished runs in an order of commit that never skips one, and each sink's place in it: the results database is the sinks' buffer.</summary>
public interface IExportLog
{
    /// <returns>Runs committed after the sink's cursor, oldest first, with what advances the cursor past each.</returns>
    Task<ImmutableArray<ExportEntry>> ReadAsync(string sink, int limit, CancellationToken cancellationToken);

    /// <param name="cursor"><see cref="ExportEntry.Cursor"/> of the last entry the sink has accepted.</param>
    /// <param name="dropped">Points that the sink refused for good since the last call.</param>
    Task AdvanceAsync(string sink, string cursor, long dropped, CancellationToken cancellationToken);

    /// <summary>Keeps the reason why a sink stands still; <see langword="null"/> when it moves again.</summary>
    Task ReportAsync(string sink, string? problem, CancellationToken cancellationToken);
}

/// <param name="Cursor">Opaque to everybody but the store.</param>
public sealed record ExportEntry(string Cursor, Run Run, RunReport Report);
