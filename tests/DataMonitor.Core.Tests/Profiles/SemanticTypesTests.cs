using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class SemanticTypesTests
{
    [Fact]
    public void Of_MostValuesOfOneFormat_NamesIt() => SemanticTypes.Of([new("email", 95), new(null, 5)]).ShouldBe(new FormatShare("email", 0.95));

    [Fact]
    public void Of_WholeAndOtherNumbers_AreNumbers() => SemanticTypes.Of([new("integer", 60), new("number", 40)]).ShouldBe(new FormatShare("number", 1));

    [Fact]
    public void Of_WholeNumbers_AreIntegers() => SemanticTypes.Of([new("integer", 99), new("number", 1)]).ShouldBe(new FormatShare("integer", 0.99));

    [Fact]
    public void Of_Mixture_IsNothing() => SemanticTypes.Of([new("email", 50), new("url", 50)]).ShouldBeNull();

    [Fact]
    public void Of_NoValues_IsNothing() => SemanticTypes.Of([]).ShouldBeNull();
}
