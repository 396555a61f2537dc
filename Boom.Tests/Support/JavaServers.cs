using System.Runtime.CompilerServices;

namespace Boom.Tests.Support;

/// <summary>Java servers of the tests live for seconds: they start with half the processor time when they are not optimised for days.</summary>
static class JavaServers
{
    // Read by every Java program, also by those that `boom drill` starts.
    const string Variable = "JAVA_TOOL_OPTIONS";

    [ModuleInitializer]
    internal static void Prepare()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Environment.SetEnvironmentVariable(Variable, "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }
}
