using System.Text;
using CsCheck;
using DataMonitor.Adapters.Yaml;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Tests.Yaml;

public sealed class YamlWriterTests
{
    private static readonly string[] Traps =
    [
        "null", "~", "true", "no", "1", "-1.5e3", "2026-01-01", "0x1F", ".5", "---", "- a", "a: b", "a #b", "😀", " lead", "trail ", "a\nb\n", "a\n\n", "\na", "  a\nb", "Straße", "${x}", "a\\b",
    ];

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.Char, 0, 12].Select(text => new string([.. text.Where(sign => !char.IsSurrogate(sign))])),
        Gen.String[Gen.Char[" \n\t'\"\\#:-,[]{}&*!|>%@`?~$.0a\r"], 0, 12],
        Gen.Int[0, Traps.Length - 1].Select(at => Traps[at]));

    [Fact]
    public void Write_AnyTree_IsReadBackEqual() => Node(4).Sample(
        node =>
        {
            var root = new MappingNode(default, [new("root", default, node)]);
            var errors = new List<DefinitionError>();

            var text = YamlWriter.Write(root);
            var read = YamlReader.Read("written.yaml", Encoding.UTF8.GetBytes(text), errors);

            errors.ShouldBeEmpty(text);
            CanonicalText.Of(read!).ShouldBe(CanonicalText.Of(root), text);
        },
        iter: 3_000);

    [Fact]
    public void Write_Comments_StandAboveWhatTheyAreAbout()
    {
        var check = new MappingNode(default, [new("missing", default, new MappingNode(default, [new("expect", default, new ScalarNode(default, "<= 1%", IsQuoted: true))]))]);
        var root = new MappingNode(default, [new("checks", default, new SequenceNode(default, [check]))]);

        YamlWriter.Write(root, new Dictionary<DefinitionNode, string>(ReferenceEqualityComparer.Instance) { [check] = "from\na.yaml:3 \u202E" })
            .ShouldBe("checks:\n  # from a.yaml:3 �\n  - missing: {expect: \"<= 1%\"}\n");
    }

    [Fact]
    public void Write_NumberInQuotes_StaysText()
    {
        var root = new MappingNode(default, [new("a", default, new ScalarNode(default, "1.0", IsQuoted: true)), new("b", default, new ScalarNode(default, "1.0", IsQuoted: false))]);

        YamlWriter.Write(root).ShouldBe("a: \"1.0\"\nb: 1.0\n");
    }

    private static Gen<DefinitionNode> Node(int depth)
    {
        var scalar = Gen.Select(AnyText, Gen.Bool, (text, isQuoted) => (DefinitionNode)new ScalarNode(default, text, isQuoted || text is not ("" or "~" or "null" or "true" or "1" or "-1.5e3")));
        if (depth == 0)
        {
            return scalar;
        }

        var sequence = Node(depth - 1).Array[0, 4].Select(items => (DefinitionNode)new SequenceNode(default, [.. items]));
        var mapping = Gen.Select(AnyText.Where(key => key.Length > 0), Node(depth - 1)).Array[0, 4].Select(entries =>
            (DefinitionNode)new MappingNode(default, [.. entries.DistinctBy(entry => entry.Item1, StringComparer.Ordinal).Select(entry => new MappingEntry(entry.Item1, default, entry.Item2))]));
        return Gen.OneOf(scalar, sequence, mapping);
    }
}
