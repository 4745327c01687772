using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DataMonitor.Core.Definitions;

/// <summary><c>${name}</c> in a definition.</summary>
public static partial class Variables
{
    /// <summary>Bound by the source at run time, never text: they stay as they are.</summary>
    private static readonly string[] BoundAtRunTime = ["partition.start", "partition.end", "now"];

    public static bool TryExpand(string text, Place place, ReadContext context, [MaybeNullWhen(false)] out string expanded)
    {
        var isWhole = true;
        expanded = Reference().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (BoundAtRunTime.Contains(name, StringComparer.Ordinal))
            {
                return match.Value;
            }

            if (context.Variables.TryGetValue(name, out var value))
            {
                return value;
            }

            isWhole = false;
            var isSecret = name.StartsWith("env:", StringComparison.Ordinal) || name.StartsWith("file:", StringComparison.Ordinal);
            context.Report(place, $"The variable {Sentences.Quoted(match.Value)} is not known here.", isSecret
                ? "Environment variables and files may stand only where a secret may, in sources, receivers and sinks."
                : context.Variables.IsEmpty ? "Define it under 'vars:' of the dataset." : Sentences.Suggest(name, context.Variables.Keys.Order(StringComparer.Ordinal)));
            return match.Value;
        });
        return isWhole;
    }

    /// <returns>The text with every <c>${name}</c> replaced that <paramref name="valueOf"/> knows; what it puts in is not looked at again.</returns>
    internal static string Replace(string text, Func<string, string?> valueOf) => text.Contains("${", StringComparison.Ordinal)
        ? Reference().Replace(text, match => valueOf(match.Groups["name"].Value) ?? match.Value)
        : text;

    [GeneratedRegex(@"\$\{(?<name>[^}]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
