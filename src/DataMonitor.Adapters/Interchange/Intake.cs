using System.Globalization;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange;

/// <summary>A mapping of another format, read key by key. What nobody took is told as left out by <see cref="Finish"/>, so that nothing is dropped in silence.</summary>
internal sealed class Intake(MappingNode node, string path, TransferReport report)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> told = new(StringComparer.Ordinal);

    public MappingNode Node => node;

    public Place Place => node.Place;

    public string Path => path;

    public TransferReport Report => report;

    public IEnumerable<string> Keys => node.Entries.Select(entry => entry.Key);

    /// <summary>Whether a key stands here with a value.</summary>
    public bool Has(string key) => Find(key) is { Value: not ScalarNode { IsNull: true } };

    /// <summary>Takes a key; what becomes of it is told by whoever takes it, or with the item it is part of.</summary>
    /// <returns><see langword="null"/> when the key is absent or stands there without a value.</returns>
    public DefinitionNode? Take(string key)
    {
        taken.Add(key);
        return Has(key) ? Find(key)!.Value : null;
    }

    /// <returns>The text of a key; anything but a plain value is told as left out.</returns>
    public string? Text(string key) => Take(key) switch
    {
        ScalarNode scalar => scalar.Text,
        null => null,
        _ => Refused(key, "A plain value belongs here."),
    };

    public bool? Flag(string key) => Text(key) switch
    {
        null => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        var other => RefusedFlag(key, other),
    };

    public decimal? Number(string key) => Text(key) is not { } text
        ? null
        : TryNumber(text, out var number) ? number : RefusedNumber(key, text);

    /// <returns>The items of a list; a single plain value is a list of one.</returns>
    public IReadOnlyList<DefinitionNode> List(string key)
    {
        switch (Take(key))
        {
            case SequenceNode sequence:
                return sequence.Items;
            case ScalarNode scalar:
                return [scalar];
            case null:
                return [];
            default:
                Refused(key, "A list belongs here.");
                return [];
        }
    }

    /// <returns>The mappings in a list; anything else in it is told as left out.</returns>
    public IEnumerable<Intake> Maps(string key)
    {
        var items = List(key);
        for (var index = 0; index < items.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{PathOf(key)}/{index}");
            if (items[index] is MappingNode mapping)
            {
                yield return new(mapping, name, report);
            }
            else
            {
                report.LeaveOut(items[index].Place, name, "Keys and values belong here.", "Look at the specification of the format.");
            }
        }
    }

    public Intake? Map(string key)
    {
        switch (Take(key))
        {
            case MappingNode mapping:
                return new(mapping, PathOf(key), report);
            case null:
                return null;
            default:
                Refused(key, "Keys and values belong here.");
                return null;
        }
    }

    public void Carry(string key, string to) => Tell(key, (place, name) => report.Carry(place, name, to));

    public void Change(string key, string how, string? instead = null) => Tell(key, (place, name) => report.Change(place, name, how, instead));

    public void LeaveOut(string key, string why, string? instead = null) => Tell(key, (place, name) => report.LeaveOut(place, name, why, instead));

    /// <summary>The whole mapping became something; keys that nobody took are told one by one.</summary>
    public void CarryWhole(string to) => report.Carry(node.Place, path, to);

    public void ChangeWhole(string how, string? instead = null) => report.Change(node.Place, path, how, instead);

    /// <summary>The whole mapping is left out, and with it every key.</summary>
    public void Abandon(string why, string? instead = null)
    {
        report.LeaveOut(node.Place, path, why, instead);
        taken.UnionWith(Keys);
    }

    /// <summary>Tells every key that nobody took.</summary>
    /// <param name="reasons">Why keys that the format knows have no place here.</param>
    public void Finish(IReadOnlyDictionary<string, LeftOutReason> reasons)
    {
        foreach (var entry in node.Entries)
        {
            var isEmpty = entry.Value is ScalarNode { IsNull: true } or SequenceNode { Items: [] } or MappingNode { Entries: [] };
            if (taken.Contains(entry.Key) ? isEmpty && !told.Contains(entry.Key) : reasons.ContainsKey(entry.Key) && (isEmpty || entry.Value is ScalarNode { Text: "false", IsQuoted: false }))
            {
                Carry(entry.Key, "nothing is said");
            }

            if (taken.Contains(entry.Key))
            {
                continue;
            }

            var known = reasons.GetValueOrDefault(entry.Key);
            LeaveOut(entry.Key, known?.Why ?? "The format has no such key here, or Monitor does not know it.", known is null ? "Check how it is spelt." : known.Instead);
        }
    }

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}/{key}";

    public static bool TryNumber(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private MappingEntry? Find(string key) => node.Entries.FirstOrDefault(entry => entry.Key == key);

    private void Tell(string key, Action<Place, string> tell)
    {
        taken.Add(key);
        told.Add(key);
        if (Find(key) is { } entry)
        {
            tell(entry.KeyPlace, PathOf(key));
        }
    }

    private string? Refused(string key, string why)
    {
        LeaveOut(key, why, "Look at the specification of the format.");
        return null;
    }

    private bool? RefusedFlag(string key, string text)
    {
        LeaveOut(key, $"{Sentences.Quoted(text)} is neither true nor false.", "Write true or false.");
        return null;
    }

    private decimal? RefusedNumber(string key, string text)
    {
        LeaveOut(key, $"{Sentences.Quoted(text)} is not a number.", "Write digits with a decimal point.");
        return null;
    }
}

/// <summary>Why a key that a format knows has no place in a definition.</summary>
internal sealed record LeftOutReason(string Why, string? Instead = null);
