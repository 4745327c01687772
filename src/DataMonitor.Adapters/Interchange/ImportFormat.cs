using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>A format whose files can be imported.</summary>
/// <param name="Key">The word on the command line.</param>
/// <param name="Summary">What its files are, a phrase.</param>
/// <param name="Read">Puts what the files say into the drafts and the report of the session; what cannot be read at all goes to its errors.</param>
internal sealed record ImportFormat(string Key, string Summary, Action<ImportSession, IReadOnlyList<MappingNode>> Read);
