using System.Collections.Immutable;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Commands;

/// <summary>The person who typed the command can mend it. Told without a stack trace, exit code 64.</summary>
/// <param name="problem">A whole sentence.</param>
/// <param name="remedy">A whole sentence.</param>
internal sealed class UsageException(string problem, string remedy) : Exception($"{problem} {remedy}");

/// <summary>Files are wrong; every mistake is told.</summary>
internal sealed class InvalidDefinitionsException(ImmutableArray<DefinitionError> errors) : Exception("The definitions are wrong.")
{
    public ImmutableArray<DefinitionError> Errors => errors;
}
