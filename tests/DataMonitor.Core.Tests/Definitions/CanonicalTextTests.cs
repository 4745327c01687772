using CsCheck;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Definitions;

public sealed class CanonicalTextTests
{
    private static readonly Gen<DefinitionNode> Nodes = Gen.Recursive<DefinitionNode>((depth, node) => depth > 3
        ? Scalars
        : Gen.Frequency(
            (3, Scalars),
            (1, node.Array[0, 3].Select(items => (DefinitionNode)new SequenceNode(default, [.. items]))),
            (1, Gen.Select(Gen.String[Letters, 1, 3], node).Array[0, 3].Select(entries => (DefinitionNode)new MappingNode(
                default, [.. entries.DistinctBy(entry => entry.Item1, StringComparer.Ordinal).Select(entry => new MappingEntry(entry.Item1, default, entry.Item2))])))));

    private static Gen<char> Letters => Gen.Char["ab1:~[]{}"];

    private static Gen<DefinitionNode> Scalars => Gen.String[Letters, 0, 3].Select(text => (DefinitionNode)new ScalarNode(default, text, IsQuoted: true));

    [Fact]
    public void Of_PlacesAndOrderOfKeys_DoNotMatter()
    {
        MappingNode one = new(new("a.yaml", 1, 1), [Entry("a", 1), Entry("b", 2)]);
        MappingNode other = new(new("b.yaml", 9, 9), [Entry("b", 5), Entry("a", 7)]);

        CanonicalText.Of(one).ShouldBe(CanonicalText.Of(other));

        static MappingEntry Entry(string key, int line) => new(key, new("x", line, 1), new ScalarNode(new("x", line, 3), key, IsQuoted: false));
    }

    [Fact]
    public void Of_DifferentDefinitions_AreDifferent() =>
        Gen.Select(Nodes, Nodes).Sample((left, right) => string.Equals(CanonicalText.Of(left), CanonicalText.Of(right), StringComparison.Ordinal).ShouldBe(AreEqual(left, right)), iter: 20_000);

    [Fact]
    public void Of_NullAndTheTextOfIt_AreDifferent() =>
        CanonicalText.Of(new ScalarNode(default, "null", IsQuoted: false)).Equals(CanonicalText.Of(new ScalarNode(default, "null", IsQuoted: true)), StringComparison.Ordinal).ShouldBeFalse();

    private static bool AreEqual(DefinitionNode left, DefinitionNode right) => (left, right) switch
    {
        (ScalarNode a, ScalarNode b) => a.Text == b.Text,
        (SequenceNode a, SequenceNode b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second)),
        (MappingNode a, MappingNode b) => a.Entries.Length == b.Entries.Length
            && a.Entries.All(entry => b.Entries.FirstOrDefault(other => other.Key == entry.Key) is { } twin && AreEqual(entry.Value, twin.Value)),
        _ => false,
    };
}
