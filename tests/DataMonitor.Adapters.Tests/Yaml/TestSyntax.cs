using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

/// <summary>A machine with one environment variable, one secret file and the time zones of this one.</summary>
internal sealed partial class TestSyntax : IDefinitionSyntax
{
    public string? ProblemOfCron(string expression) => Numbers().Matches(expression).All(number => int.Parse(number.Value, System.Globalization.CultureInfo.InvariantCulture) < 60)
        ? null
        : "a number is out of bounds";

    public bool IsTimeZone(string name) => name.Contains('/', StringComparison.Ordinal) || name == "UTC" ? TimeZoneInfo.TryFindSystemTimeZoneById(name, out _) : false;

    public string? EnvironmentVariable(string name) => name == "DQ_PASSWORD" ? "a secret of the environment" : null;

    public string? SecretFile(string path) => path == "/run/secrets/dq" ? "a secret of a file" : null;

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
