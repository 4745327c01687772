namespace DataMonitor.Daemon.Tests; public sealed class PlaceholderTests { [Fact] public void Chromium() => TestServer.Chromium.ShouldNotBeEmpty(); }
