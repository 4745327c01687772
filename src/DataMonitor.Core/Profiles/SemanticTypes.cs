using System.Collections.Immutable;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Profiles;

/// <summary>What texts mean beyond being text, told by the named format that most of them have.</summary>
public static class SemanticTypes
{
    /// <summary>From this share of the values on a column is called by the format.</summary>
    public const double Enough = 0.8;

    /// <summary>Each value counts for the first that fits: the narrow ones come before those that hold them.</summary>
    private static readonly ImmutableArray<string> Order =
    [
        "uuid", "email", "url", "ipv4", "ipv6", "iban", "datetime", "date", "time", "phone_e164", "country_code", "currency_code", "integer", "number",
    ];

    /// <summary>Formats that a column is looked at for, in the order in which they are tried.</summary>
    public static ImmutableArray<NamedFormat> Tried { get; } = [.. Order.Select(name => NamedFormats.All.First(format => format.Name == name))];

    /// <param name="formats">Values of each format; those of none have the name <see langword="null"/>.</param>
    /// <returns>The format that at least <see cref="Enough"/> of the values have, whole numbers counting as numbers too; <see langword="null"/> when none does.</returns>
    public static FormatShare? Of(ValueList<TopValue> formats)
    {
        var all = formats.Sum(format => format.Count);
        var best = formats.Where(format => format.Value is not null).MaxBy(format => format.Count);
        if (all == 0 || best is null)
        {
            return null;
        }

        var count = best.Value == "number" || (best.Value == "integer" && (double)best.Count / all < Enough)
            ? formats.Where(format => format.Value is "integer" or "number").Sum(format => format.Count)
            : best.Count;
        var name = count == best.Count ? best.Value! : "number";
        var share = (double)count / all;
        return share >= Enough ? new(name, share) : null;
    }
}

/// <param name="Format">Name of a <see cref="NamedFormat"/>.</param>
/// <param name="Share">Of the values that were looked at, in (0, 1].</param>
public sealed record FormatShare(string Format, double Share);
