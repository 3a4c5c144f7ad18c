using Tributary.Tensors;

namespace Tributary.Core;

/// <summary>What a client is asked in one round.</summary>
/// <param name="Round">Which round.</param>
/// <param name="Question">The question's name, which the site has approved: <c>train</c>, <c>statistics</c>.</param>
/// <param name="Model">The current model; not to be changed.</param>
/// <param name="Answer">The segments that the answer must fill, in order.</param>
/// <param name="Values">
/// Takes the answer, one number after another: for <c>train</c>, local parameters minus global ones. Zero where nothing is written.
/// </param>
/// <param name="Memory">What the client keeps between rounds; never sent.</param>
/// <param name="Random">The client's stream for this round: order of examples, dropout, noise of the objective.</param>
public sealed record LocalTask(
    RoundId Round, string Question, ParameterSet Model, IReadOnlyList<Segment> Answer, Memory<float> Values, ClientMemory Memory,
    RandomStream Random)
{
    /// <summary>The tensors that the answer fills and the stages do not send: they stay here, from round to round.</summary>
    public IReadOnlyList<Segment> Personal { get; init; } = [];
}
