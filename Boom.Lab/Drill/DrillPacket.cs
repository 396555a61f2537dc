namespace Boom.Lab.Drill;

/// <summary>A packet of a <see cref="DrillNight"/>.</summary>
/// <param name="Alert">Number of its alert in the night, from 0.</param>
/// <param name="IsDamaged">Cut short: it cannot be read.</param>
internal readonly record struct DrillPacket(int Alert, bool IsDamaged);
