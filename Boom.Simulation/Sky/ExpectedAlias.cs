using Boom.Core.Surveys;

namespace Boom.Simulation.Sky;

/// <summary>
/// That one survey's object has an object of another survey beside it, by the positions in the packets. What a store must hold: every alias that
/// <see cref="IsCertain"/>, as the first of its list; what it may hold: no alias that is not listed at all.
/// </summary>
/// <param name="Survey">Whose object has the alias.</param>
/// <param name="ObjectId">The object.</param>
/// <param name="Partner">The survey that was asked.</param>
/// <param name="PartnerObjectId">The object that it has there.</param>
/// <param name="DistanceArcsec">Between the positions of the first packets of the two, in seconds of arc.</param>
/// <param name="IsNearest">Whether it lies within the radius, and no object of the partner is nearer.</param>
/// <param name="IsMutual">Whether the partner's object, asked the other way round, has this one as its nearest.</param>
/// <param name="IsCertain">
/// Whether both are so whichever of their packets the positions are taken from: then the alias comes out in whatever order the packets are stored.
/// </param>
public sealed record ExpectedAlias(
    Survey Survey, string ObjectId, Survey Partner, string PartnerObjectId, double DistanceArcsec, bool IsNearest, bool IsMutual, bool IsCertain);
