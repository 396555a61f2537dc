using Boom.Core.Text;
using Xunit;

namespace Boom.Tests.Core.Text;

public sealed class SentenceTextTests
{
    [Theory]
    [InlineData("It is away.", "It is away.")]
    [InlineData("It is away..", "It is away.")]
    [InlineData("Is the address right?.", "Is the address right?")]
    [InlineData("and so on….", "and so on…")]
    [InlineData("without an end", "without an end")]
    [InlineData("", "")]
    public void End_OfATextPutTogether_HasOneMark(string text, string expected) => Assert.Equal(expected, SentenceText.End(text));

    [Theory]
    [InlineData("It is away.", "It is away")]
    [InlineData("Is it right?", "Is it right?")]
    [InlineData("", "")]
    public void Clause_Sentence_LosesItsFullStop(string text, string expected) => Assert.Equal(expected, SentenceText.Clause(text));
}
