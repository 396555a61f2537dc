using System.Runtime.CompilerServices;

namespace Boom.AppHost.Tests;

/// <summary>Every app model watches its settings for changes, and a user has 128 watches on many machines: the tests make more models than that.</summary>
static class WithoutFileWatchers
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
