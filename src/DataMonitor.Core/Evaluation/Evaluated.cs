using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Evaluation;

/// <summary>What one run learned.</summary>
/// <param name="Results">One for each check, in their order.</param>
/// <param name="Profiles">One for each profile check that could be measured.</param>
/// <param name="Schema">Columns seen, when a check asked for them and the engine named them.</param>
public sealed record Evaluated(ImmutableArray<CheckResult> Results, ImmutableArray<ColumnProfile> Profiles, ValueList<ColumnSchema>? Schema);
