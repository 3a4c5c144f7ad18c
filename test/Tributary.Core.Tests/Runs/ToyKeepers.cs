namespace Tributary.Core.Tests;

/// <summary>A sum that opens once two of its three keepers, the first clients of the group, have said a word. No secrecy at all.</summary>
internal sealed record ToyKeepers : IStage
{
    public string Name => "toy-keepers";

    public PayloadKind? Takes => PayloadKind.Ring;

    public StagePlan Plan(UpdateSpec input) => new(
        input with { GroupSize = input.Cohort }, Decoding.Sum, _ => Unchanged.Instance, round => new Server())
    {
        After = [new StepPlan(Name, (_, group) => [.. group.Members.Take(3)], context => new Keeper(context))],
    };

    private sealed class Keeper(ClientContext context) : IStepStage
    {
        public async ValueTask AnswerAsync(StepQuestion question, CancellationToken cancellation)
        {
            byte[] word = System.Text.Encoding.UTF8.GetBytes(string.Join(',', question.Included!));
            ReadOnlyMemory<byte> kept = await context.Safe.KeepAsync($"word/{context.Round.Round.Number}", word, cancellation);
            if (!kept.Span.SequenceEqual(word)) throw new KeeperException(ProblemCodes.OpeningRefused, "It was another word before.");
            await context.Round.Channel.PostAsync(
                [new RoundMessage(context.Round.Round, "toy-keepers", context.Client, RoundMessage.Coordinator, word)], cancellation);
        }
    }

    private sealed class Server : IServerStage
    {
        private bool _isOpen;

        public ValueTask<Hearing> HearAsync(StepAnswers answers, CancellationToken cancellation)
        {
            IReadOnlyList<RoundMessage> words = answers.Messages;
            ClientId[] wrong = [.. words.Where(word => word.Body.Span.SequenceEqual("wrong"u8)).Select(word => word.From)];
            _isOpen = words.Count - wrong.Length >= 2;
            return new(new Hearing(_isOpen, [.. words.Select(word => word.From)], wrong));
        }

        public ValueTask<Payload> DecodeAsync(Payload input, IReadOnlyList<ClientId> from, CancellationToken cancellation) =>
            _isOpen ? new(input) : throw new UnopenedSumException(ProblemCodes.SumNotOpened, "Too few keepers said a word.");
    }
}
