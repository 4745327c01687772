using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Checks;

/// <summary>Names of checks whose owner gave none. They follow from the check alone, so that neither its place in the file nor its neighbours, limits or display name move its history.</summary>
internal static partial class CheckIds
{
    /// <returns>Kind, column or columns, then the texts and numbers that the kind requires, because they say what is measured: as they are where they are short and plain, otherwise as six hexadecimal digits: <c>missing.email</c>, <c>unique.customer_id+day</c>, <c>sql.9f03ab</c>; last the columns of <c>per</c>: <c>missing.email.per.country</c>.</returns>
    public static string Derive(CheckKind kind, string? column, MappingNode definition, PerSegment? per = null)
    {
        var parts = new List<string> { kind.Key };
        if (column is not null)
        {
            parts.Add(Plain(column));
        }

        foreach (var field in kind.Fields.Where(field => field.Name == "columns" || (field is { IsRequired: true, Name: not "column" } and (Field<string> or Field<double>))))
        {
            if (definition.Entries.FirstOrDefault(entry => entry.Key == field.Name) is { Value: var value })
            {
                parts.Add(Readable(value));
            }
        }

        if (per is not null)
        {
            parts.Add($"per.{string.Join('+', per.Columns.Select(Plain))}");
        }

        var id = string.Join('.', parts);
        return id.Length <= Names.Longest ? id : $"{id[..(Names.Longest - 7)]}.{Digits(id)}";
    }

    private static string Readable(DefinitionNode node) => node switch
    {
        ScalarNode { Text: { Length: <= 40 } text } when Word().IsMatch(text) => text,
        SequenceNode { Items: { Length: <= 5 } items } when items.All(item => item is ScalarNode { Text.Length: <= 40 }) =>
            string.Join('+', items.Select(item => Plain(((ScalarNode)item).Text))),
        _ => Digits(CanonicalText.Of(node)),
    };

    private static string Plain(string name) => OtherSign().Replace(name, "_");

    private static string Digits(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..6];

    [GeneratedRegex(@"^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"[^\p{L}\p{N}_-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherSign();
}
