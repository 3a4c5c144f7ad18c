using System.Text.Json;
using Tributary.Core;
using Tributary.Models;
using Tributary.Tensors;

namespace Tributary.Training;

/// <summary>How the model of a job begins: with first values drawn from the seed, or as a checkpoint that the job names.</summary>
/// <param name="Job">The job; where it names a checkpoint, with the layout in its place, so that no path travels.</param>
/// <param name="Architecture">What it trains.</param>
/// <param name="Checkpoint">Where first values come from, or null.</param>
/// <param name="Adapter">Where those of an adapter come from, or null.</param>
public sealed record ModelStart(JobSpec Job, IArchitecture Architecture, HuggingFaceCheckpoint? Checkpoint, PeftAdapter? Adapter)
{
    private static readonly string[] _ofTheJob = [Part.Discriminator, "from", "context", "dropout", "adapter"];

    /// <summary>Finds the architecture of a job, and opens the checkpoint where one is named.</summary>
    /// <param name="job">The job.</param>
    /// <param name="models">The models it may name.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The start, or null where there is a problem.</returns>
    public static ModelStart? Find(JobSpec job, Registry<IArchitecture> models, ICollection<Problem> problems)
    {
        IArchitecture? architecture = models.Resolve(job.Model, "$.model", problems);
        if (architecture is not Gpt asked || (asked.From ?? asked.Adapter?.From) is null)
            return architecture is null ? null : new ModelStart(job, architecture, null, null);
        string path = "$.model.adapter.from";
        try
        {
            PeftAdapter? adapter = asked.Adapter?.From is { } peft ? PeftAdapter.Open(peft) : null;
            LoraAdapter? lora = adapter is null ? asked.Adapter : adapter.Adapter with
            {
                Factors = asked.Adapter!.Factors,
                Remainder = asked.Adapter.Remainder,
                Ranks = asked.Adapter.Ranks,
            };
            if (adapter is not null && lora!.Factors == AdapterFactors.Core)
            {
                problems.Add(Problem.OutOfRange("$.model.adapter.factors",
                    "An adapter of PEFT is two factors and has nothing between them that could be trained. Use \"both\" or \"b\"."));
                return null;
            }
            if (asked.From is not { } folder)
            {
                Gpt own = asked with { Adapter = lora };
                return new ModelStart(job with { Model = PartOf(own) }, own, null, adapter);
            }
            path = "$.model.from";
            var checkpoint = HuggingFaceCheckpoint.Open(folder);
            string[] given = [.. job.Model.Json.EnumerateObject().Select(member => member.Name)];
            int context = given.Contains("context") ? asked.Context : checkpoint.Gpt.Context;
            int before = problems.Count;
            foreach (string option in given.Except(_ofTheJob))
                problems.Add(Problem.OutOfRange($"$.model.{option}",
                    $"'{option}' is a matter of the checkpoint that 'from' names, and cannot be another. Leave it out."));
            if (context > checkpoint.Gpt.Context)
                problems.Add(Problem.OutOfRange("$.model.context",
                    $"The checkpoint knows {checkpoint.Gpt.Context} positions, and the job asks for {context}. "
                    + "Ask for no more than it knows."));
            if (problems.Count > before) return null;
            Gpt gpt = checkpoint.Gpt with { Context = context, Dropout = asked.Dropout, Adapter = lora };
            return new ModelStart(job with { Model = PartOf(gpt) }, gpt, checkpoint, adapter);
        }
        catch (CheckpointException e)
        {
            problems.Add(CheckpointProblem.Of(e, path));
            return null;
        }
    }

    private static bool Same(Vocabulary vocabulary, DataShape data) => data.Bpe is null && vocabulary.Characters == data.Characters;

    /// <summary>The model part that names a layout, with all of its options.</summary>
    public static Part PartOf(Gpt gpt) => Part.Of("gpt", JsonSerializer.SerializeToNode(gpt, TrainingJson.Default.Gpt)!.AsObject()
        .Select(option => KeyValuePair.Create(option.Key, option.Value?.DeepClone())));

    /// <summary>The parameters that all clients start from.</summary>
    /// <param name="model">Built from the architecture, with the values that the seed gives.</param>
    /// <param name="data">The shape of the data.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its configuration.</exception>
    /// <exception cref="DataException">The checkpoint's tokens stand for other characters than the data's.</exception>
    public ParameterSet InitialOf(Model model, DataShape data)
    {
        ParameterSet initial = model.Parameters.ToSet();
        if (Checkpoint?.ReadTokenizer() is { } tokenizer
            && (tokenizer is BpeTokenizer bpe ? bpe.ToJson() != data.Bpe?.ToJson() : !Same((Vocabulary)tokenizer, data)))
            throw new DataException(
                "The checkpoint was trained on other tokens than those of the data, and its numbers stand for those. "
                + "Name its tokenizer in the data with 'file', use text with the same characters, or 'bytes' for a checkpoint over bytes.");
        Checkpoint?.CopyTo(initial);
        Adapter?.CopyTo((Gpt)Architecture, initial);
        return initial;
    }
}
