using System.Globalization;
using System.Text.Unicode;
using Boom.Core.Sky;

namespace Boom.Simulation.Catalogs;

/// <summary>Names made of positions, e.g. <c>WISEA J123456.78+123456.7</c>.</summary>
static class SkyNames
{
    /// <summary>Room that any name has in.</summary>
    public const int MaximumBytes = 40;

    /// <summary>Writes a name and returns its bytes; digits are cut off, not rounded, as the rule for such names is.</summary>
    /// <param name="prefix">Name of the list, e.g. <c>WISEA</c>.</param>
    /// <param name="position">Position.</param>
    /// <param name="name">Room for <see cref="MaximumBytes"/>.</param>
    public static ReadOnlySpan<byte> Write(string prefix, SkyPosition position, Span<byte> name)
    {
        var time = (long)(position.RaDegrees * 24_000);
        var angle = (long)(Math.Abs(position.DecDegrees) * 36_000);
        Utf8.TryWrite(
            name,
            CultureInfo.InvariantCulture,
            $"{prefix} J{time / 360_000:00}{time / 6000 % 60:00}{time / 100 % 60:00}.{time % 100:00}"
            + $"{(position.DecDegrees < 0 ? '-' : '+')}{angle / 36_000:00}{angle / 600 % 60:00}{angle / 10 % 60:00}.{angle % 10}",
            out var length);
        return name[..length];
    }
}
