using System.Reflection;

namespace DataMonitor.Core.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Core_References_OnlySystem()
    {
        var references = typeof(Core.Definitions.Place).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        references.ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard");
    }

    [Fact]
    public void Core_ReadsNoClock() =>
        typeof(Core.Definitions.Place).Assembly.GetTypes()
            .SelectMany(type => type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            .SelectMany(constructor => constructor.GetParameters())
            .ShouldAllBe(parameter => parameter.ParameterType != typeof(TimeProvider));
}
