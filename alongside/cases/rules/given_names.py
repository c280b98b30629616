"""Given names by which two capital words are told from a place or a ward: common ones, in English and French speech.

Belongs here: names, in lower case. Does not belong here: anybody. A name that is also an everyday word, a month or a
place is left out where it would do more harm than good ("May", "June", "Grace", "Hope", "Florence").
"""

GIVEN_NAMES: frozenset[str] = frozenset(
    """
    aaron abigail adam adrian ahmed aisha alan albert alex alexander alexandra alice alicia allison amanda amber amina
    amy ana andrea andrew angela ann anna anne anthony antonio arthur ashley barbara beatrice ben benjamin bernard beth
    betty beverly bill billy bob bobby brandon brenda brian bruce carl carlos carol caroline carolyn catherine charles
    charlotte cheryl chris christina christine christopher cindy claire clara cynthia daniel david deborah debra denise
    dennis diana diane diego donald donna doris dorothy doug douglas dylan earl edith edward eileen elaine eleanor elena
    eli elizabeth ella ellen emily emma eric ethan eugene eva evelyn fatima frances francis frank fred gabriel gary
    george gerald gloria gordon greg gregory hannah harold harry hassan heather helen henry hector howard ian ibrahim
    irene isaac isabella ivan jack jackie jacob jacqueline jake james jamal jane janet janice jasmine jason jean jeff
    jeffrey jennifer jeremy jerry jesse jessica jim jimmy joan joanna joe joel john johnny jonathan jordan jorge jose
    joseph joshua joyce juan judith judy julia julian julie justin karen karim katherine kathleen kathryn kathy keith
    kelly ken kenneth kevin kimberly kyle larry laura lauren lawrence leila leonard leslie liam linda lisa logan lori
    louis louise lucas lucy luis lynn madison malik marcus margaret maria marie marilyn mario mark martha martin mary
    matthew maureen megan mei melissa michael michelle miguel mike mildred mohamed mohammed monica nancy naomi natalie
    nathan neil nicholas nicole noah norma nora olga oliver olivia omar oscar pamela patricia patrick paul paula pedro
    peggy peter philip phillip phyllis priya rachel ralph ramon raymond rebecca ricardo richard rita robert roberto
    robin rodney roger ronald rosa rose roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean
    sergio sharon sheila shirley sofia sophia stanley stephanie stephen steve steven stuart susan sylvia tamika tanya
    ted teresa terry theresa thomas tiffany timothy todd tom tony travis tyler valerie vanessa vernon veronica vicki
    victor victoria vincent virginia walter wayne wendy william yolanda yusuf zachary zoe
    adele adèle adrien agathe agnes agnès aicha aïcha alain albane alexandre alexis alix amandine ambroise amélie
    anaïs andré andrée ange annick annie antoine antoinette armand arnaud arthur aurélie aurélien axel baptiste
    bastien béatrice benoît bernadette bertrand brigitte bruno camille carine catherine cécile cédric célia céline
    chantal chloé christian christiane christelle christophe claire clara claude claudine clémence clément colette
    corentin corinne cyril damien danièle danielle delphine denis denise didier dominique édith édouard élisabeth
    élise élodie émile émilie emmanuel emmanuelle éric ernest estelle esther étienne eugénie fabien fabienne fabrice
    farid fatou fernand florent francine franck françois françoise frédéric gabrielle gaëlle gaston geneviève georges
    gérald gérard germaine gilbert gilles ginette gisèle grégory guillaume gustave guy hélène henri henriette hervé
    hugo huguette inès irène isabelle jacky jacques janine jeanne jeannine jérémie jérôme joël joëlle josette josiane
    jules julien juliette justine karine khadija laetitia laurence laurent léa léo léon léonie liliane lina loïc louise
    luc lucas lucette lucie lucien lucienne ludovic madeleine maëlle maëlys manon marc marcel marcelle marguerite
    marion marthe martine mathieu mathilde mathis maurice mauricette maxime mélanie michel michèle micheline mireille
    monique morgane mounir mourad nadège nadia nadine nathalie nathan nicolas nicolas nina noémie noël odette odile
    olivier paulette pauline philippe pierre pierrette quentin rachid raphaël raymonde régine régis rémi rémy renée
    robert roland romain sabine sabrina salima samia samir sandrine sébastien serge séverine simon simone solange
    solène sophie stéphane stéphanie suzanne sylvain sylvie théo thérèse thibault thierry tristan valentin valérie
    viviane xavier yann yannick yasmine yves yvette yvonne zoé
    """.split()  # noqa: SIM905  # Read as words.
)
