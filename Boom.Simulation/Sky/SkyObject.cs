using Boom.Core.Sky;
using Boom.Core.Surveys;
using Boom.Simulation.Objects;

namespace Boom.Simulation.Sky;

/// <summary>One object of the simulated sky, and what the surveys call it.</summary>
/// <param name="SkyKey">Equal to <see cref="ObjectTruth.SkyKey"/> of each night that has it.</param>
/// <param name="Class">What it is.</param>
/// <param name="Position">Where it truly is.</param>
/// <param name="ObjectIds">Its name in each survey that detected it.</param>
public sealed record SkyObject(ulong SkyKey, ObjectClass Class, SkyPosition Position, IReadOnlyDictionary<Survey, string> ObjectIds);
