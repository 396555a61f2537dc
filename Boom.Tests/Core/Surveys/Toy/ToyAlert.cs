using Boom.Core.Sky;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>An alert of the toy survey, decoded.</summary>
sealed record ToyAlert(long Candid, string ObjectId, SkyPosition Position, ToyPoint[] Points, ReadOnlyMemory<byte> Image) : ISurveyAlert
{
    public double Jd => Points[^1].Jd;
}
