using System.Collections.Immutable;
using DataMonitor.Core.Definitions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DataMonitor.Adapters.Yaml;

/// <summary>Turns one YAML file into a <see cref="DefinitionNode"/>. Reads events, never objects, and refuses what makes YAML surprising or dangerous:
/// duplicate keys, anchors, aliases, tags, merge keys, several documents, keys that are not text, invisible signs, and anything too large or too deep.</summary>
internal sealed class YamlReader
{
    public const int LargestFile = 1_000_000;
    public const int DeepestLevel = 32;
    public const int MostNodes = 100_000;

    private readonly string file;
    private readonly ICollection<DefinitionError> errors;
    private readonly Parser parser;
    private readonly Stack<Place> openBrackets = new();
    private int depth;
    private int nodes;

    private YamlReader(string file, string text, ICollection<DefinitionError> errors)
    {
        (this.file, this.errors) = (file, errors);
        parser = new(new Scanner(new StringReader(text), skipComments: true));
    }

    /// <param name="file">Path as the user knows it.</param>
    /// <returns>The content, a null scalar for an empty file, or <see langword="null"/> when nothing of use could be read; then at least one error was added.</returns>
    public static DefinitionNode? Read(string file, ReadOnlySpan<byte> content, ICollection<DefinitionError> errors)
    {
        if (YamlText.Decode(file, content, errors) is not { } text)
        {
            return null;
        }

        var reader = new YamlReader(file, text, errors);
        try
        {
            return reader.ReadFile();
        }
        catch (RefusedException refused)
        {
            errors.Add(refused.Error);
        }
        catch (Exception mistake) when (mistake is YamlException or InvalidOperationException or ArgumentException)
        {
            // The parser leaks the latter two for unclosed brackets and broken tags.
            var at = mistake is YamlException { Start: var mark } ? reader.PlaceOf(mark) : (Place?)null;
            errors.Add(YamlMistakes.Explain(file, text, at, mistake.Message, reader.openBrackets.TryPeek(out var open) ? open : null));
        }

        return null;
    }

    private DefinitionNode? ReadFile()
    {
        Take<StreamStart>();
        if (parser.Current is StreamEnd)
        {
            return new ScalarNode(new(file, 0, 0), "", IsQuoted: false);
        }

        Take<DocumentStart>();
        var node = ReadNode();
        Take<DocumentEnd>();
        if (parser.Current is DocumentStart second)
        {
            throw Refused(PlaceOf(second.Start), "A second document begins here.", "Put each document into a file of its own.");
        }

        return node;
    }

    private DefinitionNode ReadNode()
    {
        var node = parser.Current!;
        var place = PlaceOf(node.Start);
        if (++nodes > MostNodes)
        {
            throw Refused(place, $"The file holds more than {MostNodes} values.", "Split it into several files.");
        }

        Refuse(node, place);
        return node switch
        {
            Scalar scalar => ReadScalar(scalar, place),
            SequenceStart start => ReadSequence(start, place),
            _ => ReadMapping((MappingStart)node, place),
        };
    }

    private static void Refuse(ParsingEvent found, Place place)
    {
        if (found is AnchorAlias)
        {
            throw Refused(place, "A value that begins with '*' is an alias in YAML; aliases are not read.", "Put it in quotes where it is text, such as \"*.parquet\"; otherwise write the value out.");
        }

        if (found is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refused(place, "A value that begins with '&' is an anchor in YAML; anchors are not read.", "Put it in quotes where it is text; otherwise write the value out wherever it is needed.");
        }

        if (found is NodeEvent { Tag.IsEmpty: false })
        {
            throw Refused(place, "A value that begins with '!' is a tag in YAML; tags are not read.", "Put it in quotes where it is text, such as \"!= 5\"; otherwise leave the tag out.");
        }
    }

    private ScalarNode ReadScalar(Scalar scalar, Place place)
    {
        parser.MoveNext();
        return new(place, scalar.Value, scalar.Style != ScalarStyle.Plain);
    }

    private SequenceNode ReadSequence(SequenceStart start, Place place)
    {
        Enter(place, start.Style == SequenceStyle.Flow);
        var items = ImmutableArray.CreateBuilder<DefinitionNode>();
        while (parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode());
        }

        Leave(start.Style == SequenceStyle.Flow);
        return new(place, items.ToImmutable());
    }

    private MappingNode ReadMapping(MappingStart start, Place place)
    {
        Enter(place, start.Style == MappingStyle.Flow);
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        while (parser.Current is not MappingEnd)
        {
            var (key, keyPlace) = ReadKey();
            var value = ReadNode();
            if (seen.TryAdd(key, keyPlace))
            {
                entries.Add(new(key, keyPlace, value));
            }
            else
            {
                errors.Add(new(keyPlace, $"The key {Sentences.Quoted(key)} stands here twice; the first is in line {seen[key].Line}.", "Keep one of the two."));
            }
        }

        Leave(start.Style == MappingStyle.Flow);
        return new(place, entries.ToImmutable());
    }

    private (string Key, Place Place) ReadKey()
    {
        var place = PlaceOf(parser.Current!.Start);
        if (parser.Current is not Scalar { Value: var text, Style: var style })
        {
            Refuse(parser.Current, place);
            throw Refused(place, "A list or a mapping stands where a key belongs.", "Write a plain word before the colon; text with brackets goes in quotes.");
        }

        if (text.Length == 0)
        {
            throw Refused(place, "The key before the colon is empty.", "Write a word before the colon.");
        }

        if (text == "<<" && style == ScalarStyle.Plain)
        {
            throw Refused(place, "'<<' merges mappings in YAML; merging is not read.", "Write the keys out.");
        }

        return (((ScalarNode)ReadNode()).Text, place);
    }

    private void Enter(Place place, bool isBracket)
    {
        if (++depth > DeepestLevel)
        {
            throw Refused(place, $"The file is nested deeper than {DeepestLevel} levels.", "Nothing in a definition needs that; check the brackets and the indentation.");
        }

        if (isBracket)
        {
            openBrackets.Push(place);
        }

        parser.MoveNext();
    }

    private void Leave(bool isBracket)
    {
        depth--;
        if (isBracket)
        {
            openBrackets.Pop();
        }

        parser.MoveNext();
    }

    private void Take<T>()
        where T : ParsingEvent
    {
        if (parser.Current is null)
        {
            parser.MoveNext();
        }

        if (parser.Current is T)
        {
            parser.MoveNext();
        }
    }

    private Place PlaceOf(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    private static RefusedException Refused(Place place, string problem, string remedy) => new(new(place, problem, remedy));

    /// <summary>Ends the reading of one file.</summary>
    private sealed class RefusedException(DefinitionError error) : FormatException(error.ToString())
    {
        public DefinitionError Error => error;
    }
}
