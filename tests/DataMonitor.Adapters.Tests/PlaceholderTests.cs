namespace DataMonitor.Adapters.Tests; public sealed class PlaceholderTests { [Fact] public void Postgres() => TestServer.Postgres.ShouldNotBeEmpty(); }
