using System.Runtime.CompilerServices;

namespace Boom.Tests.Support;

/// <summary>What runs that tests start find in their environment.</summary>
static class TestEnvironment
{
    /// <summary>Many run side by side: each has a port of its own for health and metrics.</summary>
    [ModuleInitializer]
    internal static void Prepare() => Environment.SetEnvironmentVariable("Http__Port", "0");
}
