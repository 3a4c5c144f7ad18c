using Tributary.Core;
using Tributary.Models;
using Tributary.Privacy;
using Tributary.Security;

namespace Tributary.Training;

/// <summary>The names of models, data and partitions that a job may use, beside those that <see cref="Catalog"/> knows.</summary>
public sealed class TrainingCatalog
{
    /// <summary>Fills the registries and puts them in a catalog of their own.</summary>
    public TrainingCatalog()
    {
        foreach (string name in DataFolder.Shipped)
            Data.Add(name, $"The set '{name}', which ships with the product.", TrainingJson.Default.NoOptions, new NoOptions(),
                _ => new NamedSource(name));
        foreach (string name in DataFolder.Known.Except(DataFolder.Texts))
            Data.Add(name, $"The public set '{name}' from the data folder.", TrainingJson.Default.NoOptions, new NoOptions(),
                _ => new NamedSource(name));
        Jobs.Put("$.data", Data).Put("$.data.tokenizer", TokenizerCatalog.Tokenizers).Put("$.partition", Partitions).Put("$.model", Models);
    }

    /// <summary>Everything a job may name.</summary>
    public Catalog Jobs { get; } = new Catalog().AddPrivacy().AddSecurity();

    /// <summary>Models.</summary>
    public Registry<IArchitecture> Models { get; } = new Registry<IArchitecture>("model")
        .Add("logistic", "One linear layer and a softmax.", TrainingJson.Default.LogisticRegression, new LogisticRegression())
        .Add("mlp", "Fully connected layers with ReLU between them.", TrainingJson.Default.Mlp, new Mlp())
        .Add("cnn", "The convolutional network of the FedAvg paper.", TrainingJson.Default.ConvNet, new ConvNet())
        .Add("gpt", "A decoder-only transformer over the tokens of a text: GPT-2, Llama, and what lies between.", TrainingJson.Default.Gpt,
            new Gpt())
        .Add("flow", "A class-conditional image generator: flow matching, or diffusion, on a small transformer.",
            TrainingJson.Default.FlowTransformer, new FlowTransformer())
        .Add("dp-merf", "A generator of images from one sum over sites: the mean random features of each class, with noise.",
            TrainingJson.Default.DpMerf, new DpMerf())
        .Add("mst", "A generator of tables: pairs of columns that hang together most, counted over all sites.", TrainingJson.Default.Mst,
            new Mst())
        .Add("aim", "A generator of tables that counts, again and again, what it gets most wrong.", TrainingJson.Default.Aim, new Aim())
        .Add("copula", "A generator of tables: columns as they are, and between them the dependence of normal numbers.",
            TrainingJson.Default.Copula, new Copula())
        .Add("tvae", "A generator of tables that is trained: a variational autoencoder of rows.", TrainingJson.Default.Tvae, new Tvae());

    /// <summary>Sources of data.</summary>
    public Registry<IDataSource> Data { get; } = new Registry<IDataSource>("data set")
        .Add("idx", "Images and labels in the format of MNIST.", TrainingJson.Default.IdxSource, new IdxSource { Images = "", Labels = "" })
        .Add("csv", "A table with a column to predict.", TrainingJson.Default.CsvSource, new CsvSource { Path = "", Label = "" })
        .Add("table", "A table whose columns the job declares, for sites that each read their own file.", TrainingJson.Default.TableSource,
            new TableSource { Name = "", Columns = [], Label = new TableLabel { Name = "" } })
        .Add("text", "Plain text from a file or a folder.", TrainingJson.Default.TextSource, new TextSource { Path = "" })
        .Add("gutenberg", "Books of ten authors from Project Gutenberg, a document a book, from the data folder.",
            TrainingJson.Default.GutenbergSource, new GutenbergSource())
        .Add("tiny-shakespeare", "Scenes from Shakespeare, a document a speech, from the data folder.",
            TrainingJson.Default.ShakespeareSource, new ShakespeareSource());

    /// <summary>How a site may say which of its files is a table that a job declares; no part of a job.</summary>
    public Registry<SiteTable> SiteTables { get; } = new Registry<SiteTable>("kind of table")
        .Add("csv", "A file of cells.", TrainingJson.Default.SiteTable, new SiteTable { Path = "" });

    /// <summary>Ways to divide data among clients.</summary>
    public Registry<IPartition> Partitions { get; } = new Registry<IPartition>("partition")
        .Add("iid", "At random, in equal parts.", TrainingJson.Default.IidPartition, new IidPartition { Clients = 10 })
        .Add("shards", "Sorted by label and cut in shards, a few for each client.", TrainingJson.Default.ShardPartition,
            new ShardPartition { Clients = 10 })
        .Add("dirichlet", "Label proportions drawn from a Dirichlet distribution.", TrainingJson.Default.DirichletPartition,
            new DirichletPartition { Clients = 10, Alpha = 0.5 })
        .Add("sizes", "At random, in parts of given relative sizes.", TrainingJson.Default.SizesPartition,
            new SizesPartition { Weights = [1, 1] })
        .Add("by-column", "A client for each value of the table's key column.", TrainingJson.Default.NoOptions, new NoOptions(),
            _ => new ByKeyPartition())
        .Add("by-speaker", "A client for each speaker of a text.", TrainingJson.Default.NoOptions, new NoOptions(),
            _ => new ByKeyPartition())
        .Add("by-author", "A client for each author of a set of books.", TrainingJson.Default.NoOptions, new NoOptions(),
            _ => new ByKeyPartition())
        .Add("by-file", "A client for each file of a folder.", TrainingJson.Default.NoOptions, new NoOptions(), _ => new ByKeyPartition());
}
