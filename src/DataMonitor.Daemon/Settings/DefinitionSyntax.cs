using Cronos;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Daemon.Settings;

/// <summary>Answers Core's questions with Cronos, the machine's time zones, its environment and its files.</summary>
internal sealed class DefinitionSyntax : IDefinitionSyntax
{
    private const int MostSecretBytes = 64 * 1024;

    public string? ProblemOfCron(string expression)
    {
        if (expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length is not 5 and var fields)
        {
            return $"it has {fields} fields where five are needed";
        }

        return CronExpression.TryParse(expression, CronFormat.Standard, out _) ? null : "a field is out of range or misspelt";
    }

    public bool IsTimeZone(string name) => name.Length > 0 && (name == "UTC" || name.Contains('/', StringComparison.Ordinal)) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    public string? EnvironmentVariable(string name) => Environment.GetEnvironmentVariable(name);

    public string? SecretFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostSecretBytes)
            {
                return null;
            }

            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
