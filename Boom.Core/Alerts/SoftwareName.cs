using System.Reflection;

namespace Boom.Core.Alerts;

/// <summary>Name and version of this program, as documents carry it.</summary>
public static class SoftwareName
{
    /// <summary>E.g. <c>boom 0.1.0</c>.</summary>
    public static string Current { get; } =
        $"boom {typeof(SoftwareName).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
}
